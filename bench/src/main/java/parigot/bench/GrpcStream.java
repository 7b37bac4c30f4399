package parigot.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import parigot.peers.TlsFiles;

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

  private GrpcStream(Consumer<ByteString> answers, Optional<TlsFiles> tls) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try {
      NettyServerBuilder listening =
          NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
              .directExecutor()
              .addService(SERVICE);
      if (tls.isPresent()) {
        TlsFiles files = tls.get();
        listening.sslContext(
            GrpcSslContexts.forServer(files.certificate().toFile(), files.key().toFile())
                .trustManager(files.authority().toFile())
                .clientAuth(ClientAuth.REQUIRE)
                .protocols("TLSv1.3")
                .build());
      }
      server = listening.build().start();
      NettyChannelBuilder dialling =
          NettyChannelBuilder.forAddress(new InetSocketAddress(loopback, server.getPort()))
              .directExecutor();
      if (tls.isPresent()) {
        TlsFiles files = tls.get();
        dialling.sslContext(
            GrpcSslContexts.forClient()
                .keyManager(files.certificate().toFile(), files.key().toFile())
                .trustManager(files.authority().toFile())
                .protocols("TLSv1.3")
                .build());
      } else {
        dialling.usePlaintext();
      }
      channel = dialling.build();
    } catch (IOException e) {
      throw new UncheckedIOException("grpc-java does not start.", e);
    }
    stream =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(ECHO, CallOptions.DEFAULT), new Each(answers));
  }

  static GrpcStream open(Consumer<ByteString> answers) {
    return new GrpcStream(answers, Optional.empty());
  }

  /** The same over TLS 1.3, both ends with a certificate. */
  static GrpcStream openTls(Consumer<ByteString> answers) {
    return new GrpcStream(answers, Optional.of(Certificates.files()));
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
