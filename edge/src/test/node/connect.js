// Calls a method by Connect's own client.
//   node connect.js URL connect|grpc-web json|binary DESCRIPTORS SERVICE METHOD JSON
// prints the response, or the code, sentence and error of a failure, as JSON.
import { readFileSync } from "node:fs";
import { createFileRegistry, fromBinary, fromJson, toJson } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-node";

const [baseUrl, protocol, format, descriptors, service, method, request] = process.argv.slice(2);
const registry = createFileRegistry(
  fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));
const make = protocol === "connect" ? createConnectTransport : createGrpcWebTransport;
const transport = make({ baseUrl, httpVersion: "1.1", useBinaryFormat: format === "binary" });
const described = registry.getService(service);
const client = createClient(described, transport);
const call = described.methods.find((each) => each.localName === method);
try {
  const response = await client[method](fromJson(call.input, JSON.parse(request)));
  console.log(JSON.stringify(toJson(call.output, response)));
} catch (failure) {
  const error = ConnectError.from(failure);
  const detail = error.details[0];
  console.log(JSON.stringify({
    code: Code[error.code],
    message: error.rawMessage,
    detail: detail?.type,
    debug: detail?.debug,
  }));
}
process.exit(0);
