package parigot.cluster;

import akka.discovery.ServiceDiscovery;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.actors.Moves;
import parigot.runtime.settings.NodeSettings;
import parigot.runtime.settings.PoolSettings;

/**
 * The other nodes of the pool of which this node is one: who they are is asked again and again, for
 * they come and go. All nodes that the placement names are dialled by each of a pool, and need not
 * ask. Belongs to the thread of the {@link Formation}, but for what comes back.
 */
final class Pool {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.moving");
  private static final long INTERVAL_NANOS = Duration.ofSeconds(2).toNanos();
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final PoolSettings settings;
  private final Class<? extends InetAddress> family;
  private final Moves moves;
  private Optional<Long> askedAt = Optional.empty();
  private volatile String trouble = "";

  /**
   * @param node this node, which is one of a pool
   */
  Pool(NodeSettings node, Moves moves) {
    this.settings = node.pools().get(node.pool().orElseThrow());
    this.family = family(node.own().host());
    this.moves = moves;
  }

  /** That of the address by which this node has its name, IPv4 or IPv6. */
  private static Class<? extends InetAddress> family(String address) {
    try {
      return InetAddress.getByName(address).getClass();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(address + " is the address of this node, and is none", e);
    }
  }

  /** Asks, when it is time to. */
  void look(Group group) {
    long now = System.nanoTime();
    if (askedAt.isPresent() && now - askedAt.get() < INTERVAL_NANOS) {
      return;
    }
    askedAt = Optional.of(now);
    ServiceDiscovery discovery;
    try {
      discovery = group.discovery(settings.method());
    } catch (RuntimeException unknown) {
      // Akka names the setting that it misses.
      fails(unknown);
      return;
    }
    CompletionStage<?> unusedEnd =
        discovery
            .lookup(settings.service(), LIMIT)
            .thenAccept(found -> moves.found(settings.name(), nodes(found)))
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    trouble = "";
                  } else {
                    fails(failure);
                  }
                });
  }

  /** Once for each cause in a row: those that were found before are still linked. */
  private void fails(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String what = String.valueOf(cause.getMessage());
    if (!what.equals(trouble)) {
      trouble = what;
      LOG.warn(
          "The other nodes of the pool {} are not found by {} at {} (its discover): {}",
          settings.name(),
          settings.method(),
          settings.service(),
          what);
    }
  }

  private Map<String, InetSocketAddress> nodes(ServiceDiscovery.Resolved found) {
    Map<String, InetSocketAddress> nodes = new TreeMap<>();
    for (ServiceDiscovery.ResolvedTarget target : found.getAddresses()) {
      int port = target.getPort().isPresent() ? (Integer) target.getPort().get() : settings.port();
      address(target)
          .ifPresent(
              host -> nodes.put(settings.member(host, port), new InetSocketAddress(host, port)));
    }
    return nodes;
  }

  /**
   * Where it is, by an address of this node's own family: a node that has one of each has its name
   * by one of them, and would be two.
   */
  private Optional<InetAddress> address(ServiceDiscovery.ResolvedTarget target) {
    if (target.getAddress().isPresent()) {
      return target.getAddress().filter(family::isInstance);
    }
    try {
      return Stream.of(InetAddress.getAllByName(target.host()))
          .filter(family::isInstance)
          .findFirst();
    } catch (UnknownHostException e) {
      // It has just gone, or is just coming: it is asked for again.
      return Optional.empty();
    }
  }
}
