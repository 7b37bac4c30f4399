package boutique.twin;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import protosupport.v1.host.IdRaw;
import syscall.v1.host.KernelErr;
import syscall.v1.host.MethodBundle;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.ReturnValueRequest;

/** The services of a guest behind a server of grpc-java, and the calls that it has to answer. */
final class Incoming {
  private final Ids ids;
  private final Consumer<ReadOneResponse> events;
  private final Map<IdRaw, Map<String, IdRaw>> methods = new LinkedHashMap<>();
  private final Map<String, IdRaw> names = new LinkedHashMap<>();
  private final Map<IdRaw, StreamObserver<ByteString>> open = new HashMap<>();

  Incoming(Ids ids, Consumer<ReadOneResponse> events) {
    this.ids = ids;
    this.events = events;
  }

  IdRaw register() {
    IdRaw service = ids.next('s');
    methods.put(service, new LinkedHashMap<>());
    return service;
  }

  IdRaw bind(IdRaw service, String method) {
    IdRaw id = ids.next('m');
    methods.get(service).put(method, id);
    return id;
  }

  void export(IdRaw service, String name) {
    names.put(name, service);
  }

  /** Serves what is exported, and tells where. */
  List<Endpoint> serve(Network network) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(Wire.loopback(0))
            .bossEventLoopGroup(network.loop())
            .workerEventLoopGroup(network.loop())
            .channelType(network.server())
            .executor(network.loop());
    names.forEach((name, service) -> builder.addService(definition(name, service)));
    Server server = builder.build().start();
    List<Endpoint> endpoints = new ArrayList<>();
    names.forEach(
        (name, service) ->
            endpoints.add(
                new Endpoint(name, server.getPort(), List.copyOf(methods.get(service).keySet()))));
    return endpoints;
  }

  private ServerServiceDefinition definition(String name, IdRaw service) {
    ServerServiceDefinition.Builder definition = ServerServiceDefinition.builder(name);
    methods
        .get(service)
        .forEach(
            (method, id) ->
                definition.addMethod(
                    Wire.method(name, method),
                    ServerCalls.asyncUnaryCall(
                        (request, answer) -> called(service, id, request, answer))));
    return definition.build();
  }

  private void called(
      IdRaw service, IdRaw method, ByteString request, StreamObserver<ByteString> answer) {
    IdRaw call = ids.next('c');
    open.put(call, answer);
    // With this an answer that comes too late is none, and no exception.
    ((ServerCallStreamObserver<ByteString>) answer).setOnCancelHandler(() -> open.remove(call));
    events.accept(
        ReadOneResponse.newBuilder()
            .setBundle(
                MethodBundle.newBuilder().setServiceId(service).setMethodId(method).setCallId(call))
            .setParamOrResult(Any.newBuilder().setValue(request))
            .build());
  }

  /** Answers a call. */
  void answer(ReturnValueRequest returned) throws Refusal {
    StreamObserver<ByteString> answer = open.remove(returned.getBundle().getCallId());
    if (answer == null) {
      throw new Refusal(KernelErr.BadId);
    }
    if (returned.getResultError() == 0) {
      answer.onNext(returned.getResult().getValue());
      answer.onCompleted();
      return;
    }
    Metadata trailers = new Metadata();
    trailers.put(Wire.ERROR, String.valueOf(returned.getResultError()));
    if (returned.hasFailure()) {
      trailers.put(Wire.FAILURE, returned.getFailure().toByteArray());
    }
    answer.onError(Status.ABORTED.asRuntimeException(trailers));
  }
}
