package parigot.peers;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accepted connections. Those that have not said a hello that fits are few and young: when
 * there are too many the oldest is closed, so that whoever says hello at once finds room however
 * many others are silent.
 */
final class Doors extends ChannelInboundHandlerAdapter {
  /** How many connections may be open without a hello. */
  static final int WAITING = 128;

  private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

  private final Optional<Identity> tls;
  private final long graceNanos;
  private final BiConsumer<String, String> refused;
  private final Map<SocketAddress, Door> open = new HashMap<>();
  private final Set<Door> waiting = new LinkedHashSet<>();

  /**
   * @param refused is told the address of who called, and why it was sent away
   */
  Doors(Optional<Identity> tls, long graceNanos, BiConsumer<String, String> refused) {
    this.tls = tls;
    this.graceNanos = graceNanos;
    this.refused = refused;
  }

  /** Of the listening channel: what it reads are the connections. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    Channel accepted = (Channel) message;
    Door door = new Door(this, accepted, tls.isPresent());
    accepted.pipeline().addFirst(door);
    open.put(door.address(), door);
    waiting.add(door);
    super.channelRead(ctx, message);
    if (waiting.size() > WAITING) {
      close(waiting.iterator().next(), "too many others say nothing either");
    }
  }

  Optional<Door> at(SocketAddress address) {
    return Optional.ofNullable(open.get(address));
  }

  /** It has said a hello that fits. */
  void admitted(Door door) {
    waiting.remove(door);
  }

  /** What it was admitted for has ended, and it may still read the last that was said. */
  void dismissed(Door door) {
    if (open.get(door.address()) == door) {
      door.waitsFromNowOn();
      waiting.remove(door);
      waiting.add(door);
    }
  }

  void closed(Door door) {
    open.remove(door.address(), door);
    waiting.remove(door);
  }

  /** Closes what has been silent for too long. */
  void tick() {
    Moment now = Moment.now();
    List<Door> late =
        waiting.stream().takeWhile(door -> now.since(door.waitsSince()) > graceNanos).toList();
    late.forEach(door -> close(door, "it said no hello in time"));
  }

  private void close(Door door, String why) {
    LOG.debug("The connection of {} is closed: {}.", door.address(), why);
    door.close();
  }

  /**
   * @param what a clause whose subject is who called
   */
  void refused(Door door, String what) {
    refused.accept(door.host(), door.host() + " " + what + ".");
  }

  void handshakeFailed(Door door, Throwable cause) {
    tls.flatMap(identity -> identity.trouble(door.host(), cause))
        .ifPresentOrElse(
            sentence -> refused.accept(door.host(), sentence),
            () -> LOG.debug("TLS with {} came to nothing.", door.address(), cause));
  }
}
