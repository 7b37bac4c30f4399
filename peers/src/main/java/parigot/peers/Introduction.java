package parigot.peers;

import java.util.Objects;

/**
 * Who this node is, and what must be the same on both sides of a link.
 *
 * @param application the application's name, the same on both sides
 * @param node this node's name
 * @param placement a digest of the placement in hex, the same on both sides
 * @param incarnation greater in each later process of the same node; the wall clock's milliseconds
 *     at the start will do
 */
public record Introduction(String application, String node, String placement, long incarnation) {
  public Introduction {
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(placement, "placement");
  }
}
