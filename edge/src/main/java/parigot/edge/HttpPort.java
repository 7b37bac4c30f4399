package parigot.edge;

import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpDecoderConfig;
import io.grpc.netty.shaded.io.netty.handler.codec.http.HttpServerCodec;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.runtime.StartException;

/** Where HTTP clients come in. */
final class HttpPort implements HttpExchanges.Server, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpPort.class);
  private static final Duration LINGERING = Duration.ofSeconds(2);
  private static final long LAST_WORDS_MILLIS = 500;

  private final ServedApplication served;
  private final HttpRoutes routes;
  private final EdgeSettings.Limits limits;
  private final Set<HttpExchanges> open = ConcurrentHashMap.newKeySet();
  private final Channel listening;
  private final String reachedAt;
  private volatile boolean isStopping;

  /**
   * Listens.
   *
   * @throws StartException when it cannot
   */
  HttpPort(
      EdgeSettings settings,
      ServedApplication served,
      HttpRoutes routes,
      Connections connections,
      Optional<EdgeTls> tls,
      EventLoopGroup loops) {
    this.served = served;
    this.routes = routes;
    this.limits = settings.limits();
    EdgeSettings.Http http = settings.http().orElseThrow();
    Optional<SslContext> sealed = tls.map(EdgeTls::http);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .handler(connections)
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    prepare(channel, sealed);
                  }
                });
    InetSocketAddress address = new InetSocketAddress(resolved(http.host()), http.port());
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new StartException(
          "parigot.edge.http: %s:%d cannot be listened on: %s."
              .formatted(http.host(), http.port(), bound.cause().getMessage()),
          bound.cause());
    }
    listening = bound.channel();
    LOG.info(
        "HTTP listens on {}:{}{}",
        http.host(),
        ((InetSocketAddress) listening.localAddress()).getPort(),
        tls.isPresent() ? ", with TLS" : "");
    reachedAt =
        "%s://%s:%d"
            .formatted(
                tls.isPresent() ? "https" : "http",
                http.host(),
                ((InetSocketAddress) listening.localAddress()).getPort());
  }

  /** Where clients reach it. */
  String address() {
    return reachedAt;
  }

  private static InetAddress resolved(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new StartException(
          "parigot.edge.http.interface is %s, and there is no such host.".formatted(host), e);
    }
  }

  private void prepare(Channel channel, Optional<SslContext> sealed) {
    sealed.ifPresent(
        tls -> {
          SslHandler handler = tls.newHandler(channel.alloc());
          handler.setHandshakeTimeoutMillis(limits.handshake().toMillis());
          channel.pipeline().addLast(handler);
        });
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(limits.headerSize())
                    .setMaxHeaderSize(limits.headerSize())))
        .addLast(new HttpExchanges(this));
  }

  @Override
  public long now() {
    return served.requests().now();
  }

  @Override
  public HttpRoutes routes() {
    return routes;
  }

  @Override
  public HttpCall call(HttpRoutes.Route.Call route, HttpCall.Client client) {
    return new HttpCall(route, served, client);
  }

  @Override
  public void opened(HttpExchanges connection) {
    open.add(connection);
  }

  @Override
  public void closed(HttpExchanges connection) {
    open.remove(connection);
  }

  @Override
  public boolean isStopping() {
    return isStopping;
  }

  /** Closes connections that have been quiet for too long. To be called now and then. */
  void look() {
    long now = now();
    for (HttpExchanges connection : open) {
      if (connection.quietNanos(now) > most(connection).toNanos()) {
        connection.close();
      }
    }
  }

  private Duration most(HttpExchanges connection) {
    if (connection.isLingering()) {
      return LINGERING;
    }
    return connection.hasServed() ? limits.idle() : limits.handshake();
  }

  /**
   * Closes connections with their next answer. The port stays open: to close it would reset the
   * connections that the system has taken and the server has not yet.
   */
  void shutdown() {
    isStopping = true;
  }

  /** Cuts what is left. */
  @Override
  public void close() {
    boolean unusedInTime =
        listening.close().awaitUninterruptibly(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    open.forEach(HttpExchanges::close);
  }
}
