package parigot.kernel;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The nodes over which an application is spread, as one of them sees it.
 *
 * @param self this node; empty when there is no other
 * @param isInPool whether it is one of a pool's, which come and go: not one of those that the
 *     placement names. It joins an application that has begun, has movable guests alone, and has no
 *     say in where these run
 * @param hasPools whether there may be nodes of pools, which go on when all others begin anew
 * @param others the other nodes that the placement names, in any order; those of pools are known
 *     while they are linked
 * @param joinTimeout how long the start waits until all nodes are linked and ready
 * @param queue how many bytes may wait for the link to each node
 * @param preferLocal whether a name is located on this node when it runs here
 * @param reroute whether a call that certainly was not carried out, as its node is away, goes to
 *     another instance that exports the same name
 * @param startedAt tells this process of the node from those before it: the later, the greater
 * @param moving the guests that run on one node or another, when there are some
 */
public record Nodes(
    String self,
    boolean isInPool,
    boolean hasPools,
    List<String> others,
    Duration joinTimeout,
    long queue,
    boolean preferLocal,
    boolean reroute,
    long startedAt,
    Optional<Moving> moving) {

  /** One process, and no other. */
  public static final Nodes NONE =
      new Nodes("", List.of(), Duration.ofMinutes(1), 16 << 20, true, false, 0);

  /** Nodes each of whose guests stays where it is. */
  public Nodes(
      String self,
      List<String> others,
      Duration joinTimeout,
      long queue,
      boolean preferLocal,
      boolean reroute,
      long startedAt) {
    this(
        self,
        false,
        false,
        others,
        joinTimeout,
        queue,
        preferLocal,
        reroute,
        startedAt,
        Optional.empty());
  }

  public Nodes {
    requireNonNull(self);
    requireNonNull(joinTimeout);
    requireNonNull(moving);
    others = others.stream().sorted().toList();
    if (self.isEmpty() && !others.isEmpty()) {
      throw new IllegalArgumentException("This node has no name, and others have.");
    }
    if (others.contains(self)) {
      throw new IllegalArgumentException("%s is this node and another.".formatted(self));
    }
  }

  /** Whether there is any other node. */
  public boolean areSeveral() {
    return !others.isEmpty();
  }

  /** Something of this node as logs have it: {@code a/greeting}, or {@code greeting} alone. */
  public String label(String ofThisNode) {
    return self.isEmpty() ? ofThisNode : self + "/" + ofThisNode;
  }
}
