package parigot.edge;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.slf4j.event.Level;
import parigot.plugin.LimitedLog;

/** Stands before a listening channel, and lets so many connections in. */
@ChannelHandler.Sharable
final class Connections extends ChannelInboundHandlerAdapter {
  private final Budget open;
  private final Map<SocketAddress, Channel> byAddress = new ConcurrentHashMap<>();
  private final LimitedLog log;

  Connections(int most, LimitedLog log) {
    this.open = new Budget(most);
    this.log = log;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    Channel accepted = (Channel) message;
    if (open.take(1)) {
      SocketAddress address = accepted.remoteAddress();
      // Null when it has gone already.
      if (address != null) {
        byAddress.put(address, accepted);
      }
      Future<?> unused =
          accepted
              .closeFuture()
              .addListener(
                  closed -> {
                    open.giveBack(1);
                    if (address != null) {
                      byAddress.remove(address, accepted);
                    }
                  });
      super.channelRead(ctx, message);
      return;
    }
    boolean unusedWasLogged =
        log.line(
            Level.WARN,
            "connections that were one too many",
            "A connection of %s was closed: %d are open (parigot.edge.max-connections)."
                .formatted(accepted.remoteAddress(), open.all()));
    accepted.unsafe().closeForcibly();
  }

  /** Closes the connection of this address at once. */
  void cut(SocketAddress address) {
    Channel channel = byAddress.get(address);
    if (channel != null) {
      boolean unusedWasLogged =
          log.line(
              Level.WARN,
              "clients that do not read",
              "The connection of %s was closed: its client does not take its answer (parigot.edge.answer-timeout)."
                  .formatted(address));
      // From the head: what is still to be said would wait for the client.
      ChannelHandlerContext first = channel.pipeline().firstContext();
      Future<?> unused = first == null ? channel.close() : first.close();
    }
  }

  long count() {
    return open.taken();
  }
}
