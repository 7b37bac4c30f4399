package parigot.peers;

import java.util.Objects;

/**
 * Where a node listens.
 *
 * @param node its name
 * @param host a name or a literal address; a name is resolved anew each time it is dialled, as far
 *     as the JDK's own cache lets it ({@code networkaddress.cache.ttl}, 30 s)
 * @param port from 1 to 65535; of this node itself also 0, which takes any free one
 */
public record NodeAddress(String node, String host, int port) {
  public NodeAddress {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(host, "host");
  }

  @Override
  public String toString() {
    return node + " (" + host + ":" + port + ")";
  }
}
