package parigot.peers;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links of this node to all others: one session at a time with each, begun again whenever it
 * ends. Of two nodes the one whose name is lower dials; but one of a pool, of which the placement
 * knows no address, dials each that the placement names, and those of pools that it is told of.
 *
 * <p>One thread does everything but resolving names, so the listener is told one thing at a time.
 */
public final class Links implements AutoCloseable {
  /** A hello may take as long as a session may be silent, but a slow start takes its time. */
  private static final long LEAST_GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long LAST_WORDS_MILLIS = 500;
  private static final Logger LOG = LoggerFactory.getLogger(Links.class);

  /**
   * Where gRPC logs a stack trace for what strangers send and for streams that are cut. What of it
   * matters is told. Kept here, or its level would be lost.
   */
  private static final java.util.logging.Logger TRANSPORT =
      java.util.logging.Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty");

  static {
    if (TRANSPORT.getLevel() == null) {
      TRANSPORT.setLevel(java.util.logging.Level.SEVERE);
    }
  }

  private final Introduction self;
  private final LinkSettings settings;
  private final long grace;
  private final boolean loopbackOnly;
  private final Optional<Identity> tls;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, Peer> peers = new ConcurrentSkipListMap<>();

  /** Of the loop. */
  private final Map<String, Dialer> dialers = new LinkedHashMap<>();

  private final EventLoopGroup group;
  private final EventLoop loop;
  private final ExecutorService lookups;
  private final LinkListener listener;
  private final OncePerCause strangers = new OncePerCause();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Server server;

  private Links(
      Introduction self,
      NodeAddress own,
      List<NodeAddress> others,
      Set<String> pools,
      LinkSettings settings,
      LinkListener listener) {
    this.self = self;
    this.settings = settings;
    this.listener = listener;
    Set<String> names = new HashSet<>(pools);
    others.forEach(other -> names.add(other.node()));
    loopbackOnly = settings.tls().isEmpty() && !settings.insecure();
    InetAddress host = resolved(own);
    if (loopbackOnly && !host.isLoopbackAddress()) {
      throw new LinkException(notLoopback(own, host));
    }
    tls = settings.tls().map(files -> Identity.of(files, self.certifiedAs()));
    grace = Math.max(settings.silence().toNanos(), LEAST_GRACE_NANOS);

    lookups = Executors.newCachedThreadPool(threads("parigot-lookup-" + self.node()));
    group =
        new MultiThreadIoEventLoopGroup(
            1, threads("parigot-links-" + self.node()), NioIoHandler.newFactory());
    loop = group.next();
    others.forEach(other -> peers.put(other.node(), peer(other, Optional.empty())));
    Doors doors = new Doors(tls, grace, this::stranger);
    try {
      server = server(new InetSocketAddress(host, own.port()), doors, pools, names).start();
    } catch (IOException e) {
      stopThreads();
      throw new LinkException(
          "Node %s cannot listen on %s:%d, its host and port in the placement: %s."
              .formatted(self.node(), own.host(), own.port(), root(e)),
          e);
    }
    long heartbeat = settings.heartbeat().toNanos();
    Future<?> unused =
        loop.scheduleWithFixedDelay(
            () -> {
              peers.values().forEach(Peer::tick);
              doors.tick();
            },
            heartbeat,
            heartbeat,
            TimeUnit.NANOSECONDS);
    List<Peer> named = List.copyOf(peers.values());
    loop.execute(
        () -> named.stream().filter(peer -> self.dials(peer.node(), false)).forEach(this::dial));
  }

  private Peer peer(NodeAddress address, Optional<String> pool) {
    return new Peer(address, pool, settings, listener, loop::execute, numbers::incrementAndGet);
  }

  private void dial(Peer peer) {
    Dialer dialer =
        new Dialer(
            self,
            address().getPort(),
            peer,
            loopbackOnly,
            tls,
            grace,
            loop,
            NioSocketChannel.class,
            lookups);
    dialers.put(peer.node(), dialer);
    dialer.dial();
  }

  /** A node of a pool has called: it is known while it is there. On the loop. */
  private Peer called(NodeAddress address, String pool) {
    Peer peer = peer(address, Optional.of(pool));
    peer.whenFree(
        () ->
            loop.execute(
                () -> {
                  if (peer.live().isEmpty()) {
                    peers.remove(peer.node(), peer);
                  }
                }));
    peers.put(peer.node(), peer);
    return peer;
  }

  /**
   * These are the nodes of a pool that are there now, in place of those that were told before. This
   * node dials those of them that it has to. Any thread.
   *
   * @param nodes may have this node among them
   */
  public void found(String pool, List<NodeAddress> nodes) {
    loop.execute(
        () -> {
          Set<String> there = nodes.stream().map(NodeAddress::node).collect(Collectors.toSet());
          for (NodeAddress node : nodes) {
            if (!peers.containsKey(node.node()) && self.dials(node.node(), true)) {
              Peer peer = peer(node, Optional.of(pool));
              peers.put(node.node(), peer);
              dial(peer);
            }
          }
          for (Dialer dialer : List.copyOf(dialers.values())) {
            Peer peer = dialer.peer();
            if (peer.isOf(pool) && !there.contains(peer.node()) && peer.live().isEmpty()) {
              dialer.stop();
              dialers.remove(peer.node());
              peers.remove(peer.node(), peer);
            }
          }
        });
  }

  /**
   * Listens, and begins to dial.
   *
   * @param self who this node is
   * @param own where it listens
   * @param others all other nodes that the placement names
   * @param pools the names of its pools
   * @throws LinkException it cannot: the port is taken, a file of TLS cannot be used, an address is
   *     not loopback and there is no TLS
   */
  public static Links open(
      Introduction self,
      NodeAddress own,
      List<NodeAddress> others,
      Set<String> pools,
      LinkSettings settings,
      LinkListener listener) {
    if (!own.node().equals(self.node())) {
      throw new LinkException(
          "This node is called "
              + self.node()
              + ", and the address is that of "
              + own.node()
              + ".");
    }
    Set<String> names = new HashSet<>(Set.of(own.node()));
    for (NodeAddress other : others) {
      if (!names.add(other.node())) {
        throw new LinkException("There are two nodes of the name " + other.node() + ".");
      }
    }
    return new Links(self, own, others, pools, settings, listener);
  }

  private Server server(
      InetSocketAddress address, Doors doors, Set<String> pools, Set<String> names) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address)
            .channelFactory(
                () -> {
                  NioServerSocketChannel listening = new NioServerSocketChannel();
                  listening.pipeline().addFirst(doors);
                  return listening;
                })
            .bossEventLoopGroup(group)
            .workerEventLoopGroup(group)
            .directExecutor()
            .maxConcurrentCallsPerConnection(1)
            .flowControlWindow(Wire.WINDOW)
            .maxInboundMessageSize(Wire.LONGEST)
            .maxInboundMetadataSize(4 * 1024)
            .addService(
                ServerServiceDefinition.builder(Wire.SERVICE)
                    .addMethod(
                        Wire.LINK,
                        new Reception(
                            self,
                            address.getPort(),
                            peers,
                            pools,
                            this::called,
                            doors,
                            grace,
                            this::stranger))
                    .build());
    tls.ifPresent(identity -> builder.sslContext(identity.server(names)));
    return builder.build();
  }

  private static InetAddress resolved(NodeAddress own) {
    try {
      return InetAddress.getByName(own.host());
    } catch (UnknownHostException e) {
      throw new LinkException(
          "Node %s cannot listen on %s, its host in the placement: the name is not known."
              .formatted(own.node(), own.host()),
          e);
    }
  }

  static String notLoopback(NodeAddress address, InetAddress found) {
    return "Node %s is at %s, which is not a loopback address: set parigot.link.tls, or parigot.link.insecure = true."
        .formatted(address, found.getHostAddress());
  }

  private static String root(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }

  private static ThreadFactory threads(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Tells that somebody unknown was sent away. */
  private void stranger(String address, String sentence) {
    if (strangers.isNew(sentence)) {
      try {
        listener.refused(address, sentence);
      } catch (RuntimeException e) {
        LOG.error("The listener of the links has failed.", e);
      }
    }
  }

  /** Where this node listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getListenSockets().get(0);
  }

  /**
   * Queues a frame for the session. The order of calls is the order of frames. Any thread.
   *
   * @param tag the caller's, told by {@link LinkListener#lost} if the frame does not leave
   * @return false when nothing was queued: the session is over, the queue has no room for the
   *     frame, or the frame is longer than the longest
   */
  public boolean send(String node, long session, ByteString frame, long tag) {
    Peer peer = peers.get(node);
    return peer != null && peer.send(session, frame, tag);
  }

  /** The links to all other nodes as they are now. Any thread. */
  public List<LinkView> views() {
    return peers.values().stream().map(Peer::view).toList();
  }

  /**
   * Writes what is queued, for half a second at most, says goodbye on each link, and closes. The
   * listener is told that each session is lost. Not from the listener.
   */
  @Override
  public void close() {
    if (loop.inEventLoop()) {
      throw new IllegalStateException("Links are not closed by their listener.");
    }
    if (closed.getAndSet(true)) {
      return;
    }
    List<Peer> all = List.copyOf(peers.values());
    CountDownLatch said = new CountDownLatch(all.size());
    loop.execute(
        () -> {
          dialers.values().forEach(Dialer::stop);
          all.forEach(peer -> peer.leave(said::countDown));
        });
    boolean interrupted = waited(() -> said.await(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS));
    CountDownLatch hungUp = new CountDownLatch(1);
    loop.execute(
        () -> {
          peers.values().forEach(Peer::hangUp);
          hungUp.countDown();
        });
    interrupted |= waited(() -> hungUp.await(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS));
    server.shutdownNow();
    interrupted |= waited(() -> server.awaitTermination(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS));
    stopThreads();
    interrupted |=
        waited(() -> group.terminationFuture().await(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopThreads() {
    lookups.shutdownNow();
    Future<?> unused = group.shutdownGracefully(0, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
  }

  private interface Waiting {
    boolean go() throws InterruptedException;
  }

  /** Waits, and says whether it was interrupted meanwhile. */
  private static boolean waited(Waiting waiting) {
    try {
      waiting.go();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }
}
