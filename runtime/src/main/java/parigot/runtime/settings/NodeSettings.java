package parigot.runtime.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a placement says about the node that this process is, and about its links. Each setting is
 * described where its default stands, in this module's {@code reference.conf}.
 *
 * @param application the name that all nodes of the application have in common
 * @param digest of what must be the same on all nodes, in hex
 * @param name the node's name
 * @param pool the name of the pool of which it is a node, if it is one of a pool's
 * @param own where it listens
 * @param others where the other nodes do that the placement names, in the order of their names
 * @param pools the pools whose nodes come and go beside them, by their names
 * @param longestMessage the largest {@code message-limit} of any guest, in bytes
 * @param granted the plugins that some guest of the application is granted, on whichever node
 * @param link how it speaks to them
 * @param moving the guests that may move from node to node, when there are some
 */
public record NodeSettings(
    String application,
    String digest,
    String name,
    Optional<String> pool,
    Address own,
    List<Address> others,
    Map<String, PoolSettings> pools,
    int longestMessage,
    Set<String> granted,
    Link link,
    Optional<MovingSettings> moving) {

  /** The same with other addresses for the others, as when something stands in between. */
  public NodeSettings withOthers(List<Address> addresses) {
    return new NodeSettings(
        application,
        digest,
        name,
        pool,
        own,
        List.copyOf(addresses),
        pools,
        longestMessage,
        granted,
        link,
        moving);
  }

  /** What the placement calls it: its name, or that of its pool. Its certificate has this name. */
  public String placedAs() {
    return pool.orElse(name);
  }

  /** Where a node listens for the others. */
  public record Address(String node, String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /**
   * How nodes speak to each other.
   *
   * @param heartbeat how often each says that it lives
   * @param silence after which time without a word a link is lost
   * @param joinTimeout how long the start waits for all nodes
   * @param queue how many bytes may wait for a link
   * @param preferLocal whether a name that runs on the caller's node is found on no other
   * @param reroute whether a call that was certainly not carried out goes to another instance
   * @param insecure whether nodes may speak without TLS beyond this machine
   * @param tls who they are; empty without TLS
   */
  public record Link(
      Duration heartbeat,
      Duration silence,
      Duration joinTimeout,
      long queue,
      boolean preferLocal,
      boolean reroute,
      boolean insecure,
      Optional<Tls> tls) {}

  /**
   * The files, in PEM, with which a node proves its name and knows the others.
   *
   * @param certificate with the node's name as its subject's alternative DNS name, and those that
   *     vouch for it
   * @param key its private key, as PKCS 8
   * @param authority the certificates that vouch for nodes
   */
  public record Tls(Path certificate, Path key, Path authority) {}
}
