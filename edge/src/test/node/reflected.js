// Calls a method of a gRPC server of which nothing is known but its address: what it serves, it says itself.
//   node reflected.js HOST:PORT SERVICE METHOD JSON
// prints the names of its services, then the response, or the code, sentence and error of a failure, as JSON.
import grpc from "@grpc/grpc-js";
import protoLoader from "@grpc/proto-loader";
import protobuf from "protobufjs/minimal.js";

const [address, service, method, request] = process.argv.slice(2);
const credentials = grpc.credentials.createInsecure();
const bytes = (value) => value;

/** Asks one question; the answer's fields by their numbers, each as the list of its values. */
function ask(field, text) {
  const client = new grpc.Client(address, credentials);
  const call = client.makeBidiStreamRequest(
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", bytes, bytes);
  return new Promise((resolve, reject) => {
    call.on("error", reject);
    call.on("data", (answer) => {
      call.end();
      resolve(fields(answer));
    });
    call.write(Buffer.from(protobuf.Writer.create().uint32((field << 3) | 2).string(text).finish()));
  }).finally(() => client.close());
}

function fields(message) {
  const reader = protobuf.Reader.create(message);
  const found = {};
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if ((tag & 7) === 2) {
      (found[tag >>> 3] ??= []).push(reader.bytes());
    } else {
      reader.skipType(tag & 7);
    }
  }
  return found;
}

const listed = await ask(7, "");
const names = fields(listed[6][0])[1].map((each) => Buffer.from(fields(each)[1][0]).toString());
console.log(JSON.stringify(names));

const answered = await ask(4, service);
const set = protobuf.Writer.create();
for (const file of fields(answered[4][0])[1]) {
  set.uint32((1 << 3) | 2).bytes(file);
}
const loaded = grpc.loadPackageDefinition(
  protoLoader.loadFileDescriptorSetFromBuffer(Buffer.from(set.finish())));
const Client = service.split(".").reduce((at, name) => at[name], loaded);
const client = new Client(address, credentials);
client[method](JSON.parse(request), (failure, response) => {
  if (failure) {
    const [status] = failure.metadata.get("grpc-status-details-bin");
    const detail = status && fields(fields(status)[3][0]);
    const type = detail && Buffer.from(detail[1][0]).toString();
    const reason = type?.endsWith("ErrorInfo") && Buffer.from(fields(detail[2][0])[1][0]).toString();
    console.log(JSON.stringify({ code: grpc.status[failure.code], message: failure.details, reason }));
  } else {
    console.log(JSON.stringify(response));
  }
  client.close();
});
