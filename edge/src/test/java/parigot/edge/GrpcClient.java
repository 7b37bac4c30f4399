package parigot.edge;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import parigot.runtime.testing.Within;
import trial.v1.host.Words;

/** grpc-java's own client, with the calls that its generator writes into stubs. */
final class GrpcClient implements AutoCloseable {
  private final ManagedChannel channel;
  private Channel used;
  private CallOptions options = CallOptions.DEFAULT;

  GrpcClient(int port) {
    this(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext());
  }

  GrpcClient(NettyChannelBuilder builder) {
    channel = builder.build();
    used = channel;
  }

  ManagedChannel channel() {
    return channel;
  }

  GrpcClient within(long millis) {
    options = options.withDeadlineAfter(millis, TimeUnit.MILLISECONDS);
    return this;
  }

  GrpcClient header(String name, String value) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    used = ClientInterceptors.intercept(used, MetadataUtils.newAttachHeadersInterceptor(headers));
    return this;
  }

  GrpcClient compressed(String with) {
    options = options.withCompression(with);
    return this;
  }

  static MethodDescriptor<Words, Words> method(String path) {
    return method(path, Words.getDefaultInstance(), Words.getDefaultInstance());
  }

  static <Q extends Message, R extends Message> MethodDescriptor<Q, R> method(
      String path, Q request, R response) {
    return MethodDescriptor.<Q, R>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(path)
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(response))
        .build();
  }

  /** Calls {@code trial.v1.Trial}, and waits. */
  Words call(String method, String text) {
    return call("trial.v1.Trial/" + method, Words.newBuilder().setText(text).build());
  }

  Words call(String path, Words request) {
    return ClientCalls.blockingUnaryCall(used, method(path), options, request);
  }

  <Q extends Message, R extends Message> R call(String path, Q request, R response) {
    return ClientCalls.blockingUnaryCall(used, method(path, request, response), options, request);
  }

  /** Calls {@code trial.v1.Trial}, and does not wait. */
  CompletableFuture<Words> begin(String method, String text) {
    ClientCall<Words, Words> call = used.newCall(method("trial.v1.Trial/" + method), options);
    CompletableFuture<Words> result = new CompletableFuture<>();
    CompletionStage<?> unusedEnd =
        result.whenComplete(
            (words, failure) -> {
              if (result.isCancelled()) {
                call.cancel("the test waits no longer", null);
              }
            });
    ClientCalls.asyncUnaryCall(
        call,
        Words.newBuilder().setText(text).build(),
        new StreamObserver<>() {
          @Override
          public void onNext(Words words) {
            result.complete(words);
          }

          @Override
          public void onError(Throwable failure) {
            result.completeExceptionally(failure);
          }

          @Override
          public void onCompleted() {}
        });
    return result;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      if (!channel.awaitTermination(Within.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the channel does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
