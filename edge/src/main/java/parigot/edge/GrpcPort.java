package parigot.edge;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.runtime.StartException;

/** Where gRPC clients come in. */
final class GrpcPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcPort.class);
  private static final long LAST_WORDS_MILLIS = 500;

  /**
   * Where gRPC logs a stack trace for what clients send and for connections that are cut. Kept
   * here, or its level would be lost.
   */
  private static final java.util.logging.Logger TRANSPORT =
      java.util.logging.Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty");

  static {
    if (TRANSPORT.getLevel() == null) {
      TRANSPORT.setLevel(java.util.logging.Level.SEVERE);
    }
  }

  private final Server server;
  private final String address;

  private GrpcPort(Server server, String scheme, String host) {
    this.server = server;
    this.address = "%s://%s:%d".formatted(scheme, host, server.getPort());
  }

  /**
   * Listens.
   *
   * @param further services of the edge's own
   * @throws StartException when it cannot
   */
  static GrpcPort open(
      EdgeSettings settings,
      GrpcMethods methods,
      Connections connections,
      List<BindableService> further,
      Optional<EdgeTls> tls,
      EventLoopGroup loops) {
    EdgeSettings.Grpc grpc = settings.grpc().orElseThrow();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(resolved(grpc.host()), grpc.port()))
            .channelFactory(
                () -> {
                  NioServerSocketChannel listening = new NioServerSocketChannel();
                  listening.pipeline().addFirst(connections);
                  return listening;
                })
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .directExecutor()
            .fallbackHandlerRegistry(methods)
            .addStreamTracerFactory(IncomingBytes.FACTORY);
    limit(builder, settings.limits(), grpc);
    further.forEach(builder::addService);
    tls.ifPresent(it -> builder.sslContext(it.grpc()));
    try {
      GrpcPort port =
          new GrpcPort(builder.build().start(), tls.isPresent() ? "grpcs" : "grpc", grpc.host());
      LOG.info(
          "gRPC listens on {}:{}{}",
          grpc.host(),
          port.number(),
          tls.isPresent() ? ", with TLS" : "");
      return port;
    } catch (IOException e) {
      throw new StartException(
          "parigot.edge.grpc: %s:%d cannot be listened on: %s."
              .formatted(grpc.host(), grpc.port(), root(e).getMessage()),
          e);
    }
  }

  private static void limit(
      NettyServerBuilder builder, EdgeSettings.Limits limits, EdgeSettings.Grpc grpc) {
    builder
        .maxInboundMessageSize(limits.message())
        .maxInboundMetadataSize(limits.headerSize())
        .maxConcurrentCallsPerConnection(limits.callsPerConnection())
        .handshakeTimeout(limits.handshake().toNanos(), TimeUnit.NANOSECONDS)
        .maxConnectionIdle(limits.idle().toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTime(grpc.keepAliveTime().toNanos(), TimeUnit.NANOSECONDS)
        .keepAliveTimeout(grpc.keepAliveTimeout().toNanos(), TimeUnit.NANOSECONDS)
        .permitKeepAliveTime(grpc.keepAliveLeast().toNanos(), TimeUnit.NANOSECONDS)
        .permitKeepAliveWithoutCalls(true);
  }

  private static InetAddress resolved(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new StartException(
          "parigot.edge.grpc.interface is %s, and there is no such host.".formatted(host), e);
    }
  }

  private static Throwable root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private int number() {
    return server.getPort();
  }

  /** Where clients reach it, as an address that a person reads. */
  String address() {
    return address;
  }

  /** Lets no more connections in, and tells those that are open that no more calls are taken. */
  void shutdown() {
    server.shutdown();
  }

  /** Lets connections end by themselves for a moment, and cuts what is left. */
  @Override
  public void close() {
    server.shutdown();
    try {
      // A call that came just before its connection ended would be cancelled, and not refused.
      if (!server.awaitTermination(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
        if (!server.awaitTermination(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)) {
          LOG.debug("Connections of gRPC clients are still being closed");
        }
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
