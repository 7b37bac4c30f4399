package parigot.peers;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;

/**
 * The first handler of an accepted connection: sees the raw bytes before TLS and HTTP/2, and sends
 * strangers away at their first one.
 */
final class Door extends ChannelInboundHandlerAdapter {
  private static final int TLS_HANDSHAKE = 22;
  private static final byte[] HTTP_2 = "PRI * HTTP/2".getBytes(StandardCharsets.US_ASCII);

  private final Doors doors;
  private final boolean tls;
  private final Channel channel;
  private final SocketAddress address;
  private Moment waitsSince = Moment.now();
  private boolean spoken;
  private Runnable afterwards = () -> {};

  Door(Doors doors, Channel channel, boolean tls) {
    this.doors = doors;
    this.channel = channel;
    this.tls = tls;
    // Null when it has gone already.
    SocketAddress remote = channel.remoteAddress();
    address = remote == null ? new InetSocketAddress(0) : remote;
  }

  Moment waitsSince() {
    return waitsSince;
  }

  /** Runs this when the connection has ended. */
  void whenClosed(Runnable then) {
    afterwards = then;
  }

  void waitsFromNowOn() {
    waitsSince = Moment.now();
  }

  SocketAddress address() {
    return address;
  }

  /** Where it called from, without the port, which is another one each time. */
  String host() {
    return address instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : address.toString();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (!spoken && message instanceof ByteBuf bytes && bytes.isReadable()) {
      spoken = true;
      String stranger = stranger(bytes);
      if (!stranger.isEmpty()) {
        bytes.release();
        doors.refused(this, stranger);
        close();
        return;
      }
      SslHandler handler = ctx.pipeline().get(SslHandler.class);
      if (handler != null) {
        Future<?> unused = handler.handshakeFuture().addListener(this::handshaken);
      }
    }
    super.channelRead(ctx, message);
  }

  private void handshaken(
      io.grpc.netty.shaded.io.netty.util.concurrent.Future<? super Channel> done) {
    if (!done.isSuccess()) {
      doors.handshakeFailed(this, done.cause());
    }
  }

  /** What is wrong with the first bytes; empty: they may be a node's. */
  private String stranger(ByteBuf bytes) {
    boolean handshake = bytes.getByte(bytes.readerIndex()) == TLS_HANDSHAKE;
    if (tls) {
      return handshake ? "" : "speaks no TLS, and nodes of this placement do";
    }
    if (handshake) {
      return "speaks TLS, and this node was given no certificate";
    }
    for (int i = 0; i < Math.min(bytes.readableBytes(), HTTP_2.length); i++) {
      if (bytes.getByte(bytes.readerIndex() + i) != HTTP_2[i]) {
        return "is no node: it does not speak the protocol between nodes";
      }
    }
    return "";
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    doors.closed(this);
    afterwards.run();
    super.channelInactive(ctx);
  }

  /** Closes the connection at once, whatever TLS and HTTP/2 would still say. */
  void close() {
    ChannelHandlerContext first = channel.pipeline().context(this);
    Future<?> unused = first == null ? channel.close() : first.close();
  }
}
