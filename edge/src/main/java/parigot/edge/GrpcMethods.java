package parigot.edge;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * The methods of the open services, for a gRPC server, which asks for each call. So a service need
 * not be known when the server is made.
 */
final class GrpcMethods extends HandlerRegistry {
  private final ServedApplication served;
  private final ForwardedMetadata forwarded;
  private final Consumer<SocketAddress> cutter;

  /**
   * @param forwarded the names of the headers that are handed on
   * @param cutter closes the connection of a client that does not take its answer
   */
  GrpcMethods(ServedApplication served, List<String> forwarded, Consumer<SocketAddress> cutter) {
    this.served = served;
    this.forwarded = new ForwardedMetadata(forwarded);
    this.cutter = cutter;
  }

  @Override
  public ServerMethodDefinition<?, ?> lookupMethod(String path, String authority) {
    int slash = path.lastIndexOf('/');
    OpenServices.Found found =
        slash < 0
            ? served.services().find(path, "")
            : served.services().find(path.substring(0, slash), path.substring(slash + 1));
    if (found instanceof OpenServices.Found.Method open) {
      return definition(path, (call, headers) -> start(call, headers, open.method()));
    }
    Failure why = ((OpenServices.Found.Nothing) found).why();
    return definition(path, (call, headers) -> refuse(call, why));
  }

  private static ServerMethodDefinition<Received, ByteString> definition(
      String path, ServerCallHandler<Received, ByteString> handler) {
    return ServerMethodDefinition.create(
        MethodDescriptor.<Received, ByteString>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(path)
            .setRequestMarshaller(Received.MARSHALLER)
            .setResponseMarshaller(ResponseMarshaller.INSTANCE)
            .build(),
        handler);
  }

  private ServerCall.Listener<Received> start(
      ServerCall<Received, ByteString> call, Metadata headers, OpenMethod method) {
    GrpcRequest request =
        new GrpcRequest(
            call,
            method,
            forwarded.options(call, headers),
            served.calls(),
            served.requests(),
            () -> cutter.accept(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
    request.start();
    return request;
  }

  private static ServerCall.Listener<Received> refuse(
      ServerCall<Received, ByteString> call, Failure why) {
    call.close(Status.fromCode(why.code()).withDescription(why.message()), new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
