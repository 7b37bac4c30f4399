package parigot.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * One bidirectional stream of grpc-java over loopback, as its generated stubs open it, but with the
 * direct executor, which is the quicker by far when many calls are open.
 */
final class GrpcStream implements StreamLines.Connection {
  private static final MethodDescriptor<BytesValue, BytesValue> ECHO =
      MethodDescriptor.<BytesValue, BytesValue>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(MethodDescriptor.generateFullMethodName("bench.v1.Stream", "Echo"))
          .setRequestMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
          .build();
  private static final ServerServiceDefinition SERVICE =
      ServerServiceDefinition.builder("bench.v1.Stream")
          .addMethod(ECHO, ServerCalls.asyncBidiStreamingCall(Each::new))
          .build();

  private final Server server;
  private final ManagedChannel channel;
  private final StreamObserver<BytesValue> stream;

  private GrpcStream(Consumer<ByteString> answers) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
              .directExecutor()
              .addService(SERVICE)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("The server of grpc-java does not start.", e);
    }
    channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress(loopback, server.getPort()))
            .directExecutor()
            .usePlaintext()
            .build();
    stream =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(ECHO, CallOptions.DEFAULT), new Each(answers));
  }

  static GrpcStream open(Consumer<ByteString> answers) {
    return new GrpcStream(answers);
  }

  @Override
  public void send(ByteString frame) {
    synchronized (stream) {
      stream.onNext(BytesValue.of(frame));
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  /** Does something with each message. */
  private static final class Each implements StreamObserver<BytesValue> {
    private final Consumer<ByteString> message;

    Each(Consumer<ByteString> message) {
      this.message = message;
    }

    /** An echo. */
    Each(StreamObserver<BytesValue> back) {
      this(bytes -> back.onNext(BytesValue.of(bytes)));
    }

    @Override
    public void onNext(BytesValue value) {
      message.accept(value.getValue());
    }

    @Override
    public void onError(Throwable error) {
      // The end of the benchmark.
    }

    @Override
    public void onCompleted() {
      // Neither end completes it.
    }
  }
}
