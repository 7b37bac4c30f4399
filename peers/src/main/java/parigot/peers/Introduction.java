package parigot.peers;

import java.util.Objects;
import java.util.Optional;

/**
 * Who this node is, and what must be the same on both sides of a link.
 *
 * @param application the application's name, the same on both sides
 * @param node this node's name
 * @param pool the pool of which it is a node, if it is one of a pool's
 * @param placement a digest of the placement in hex, the same on both sides
 * @param incarnation greater in each later process of the same node; the wall clock's milliseconds
 *     at the start will do
 */
public record Introduction(
    String application, String node, Optional<String> pool, String placement, long incarnation) {
  /** A node that the placement names. */
  public Introduction(String application, String node, String placement, long incarnation) {
    this(application, node, Optional.empty(), placement, incarnation);
  }

  public Introduction {
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(placement, "placement");
  }

  /** The name that its certificate has. */
  String certifiedAs() {
    return pool.orElse(node);
  }

  /**
   * Whether this node dials the other rather than the other this one.
   *
   * @param otherIsInPool whether the other is one of a pool's
   */
  boolean dials(String other, boolean otherIsInPool) {
    return pool.isPresent() == otherIsInPool ? node.compareTo(other) < 0 : pool.isPresent();
  }
}
