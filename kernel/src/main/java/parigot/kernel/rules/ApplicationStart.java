package parigot.kernel.rules;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import parigot.kernel.Effect;
import parigot.kernel.KernelSettings;
import parigot.kernel.NanoTime;
import parigot.kernel.Nodes;

/**
 * The start of the application on this node: it begins once all nodes are linked and ready, or at
 * once when it comes later than they; then its guests launch, or fail to.
 */
final class ApplicationStart {
  private final Nodes nodes;
  private final Peers peers;
  private final Guests guests;
  private final Launches launches;
  private final RelaunchTimeouts launchesAgain;
  private final Restarts restarts;
  private final Movables movables;
  private OptionalLong joinDeadline = OptionalLong.empty();
  private boolean ready;
  private boolean begun;
  private boolean joinedLate;

  ApplicationStart(
      KernelSettings settings,
      Nodes nodes,
      Peers peers,
      Guests guests,
      Launches launches,
      Restarts restarts,
      Movables movables) {
    this.nodes = nodes;
    this.peers = peers;
    this.guests = guests;
    this.launches = launches;
    this.launchesAgain = new RelaunchTimeouts(settings.launchTimeout());
    this.restarts = restarts;
    this.movables = movables;
  }

  /** All modules of this node are loaded. */
  void ready(long now) {
    ready = true;
    joinDeadline = OptionalLong.of(NanoTime.after(now, nodes.joinTimeout()));
  }

  boolean isReady() {
    return ready;
  }

  /** All nodes start together; one that comes later, or back, does not wait for others. */
  void beginIfComplete(long now, List<Effect> out) {
    if (!ready || begun) {
      return;
    }
    joinedLate = peers.haveBegun();
    if (joinedLate || peers.areComplete()) {
      begun = true;
      joinDeadline = OptionalLong.empty();
      guests.begin();
      movables.begin(joinedLate, now);
      launches.start(now);
      restarts.start(now);
      out.add(new Effect.Begin());
    }
  }

  boolean hasBegun() {
    return begun;
  }

  /** Whether other nodes had begun before this one. */
  boolean hasJoinedLate() {
    return joinedLate;
  }

  /** Whether each guest of this node has asked to launch all that it has. */
  boolean isSettled() {
    return begun && launches.isSettled() && !restarts.isPending();
  }

  /**
   * @param began when this life of the guest began, if it is not its first
   */
  void admitted(Guest guest, OptionalLong began) {
    began.ifPresent(at -> launchesAgain.admitted(guest, at));
    launches.changed(guest);
  }

  /** The guest's start begins. */
  void starting(Guest guest, long now) {
    launches.starting(guest);
    launchesAgain.starting(guest, now);
  }

  /** The guest's start is over. */
  void started(Guest guest, long now) {
    launches.started(guest, now);
    launchesAgain.started(guest, now);
  }

  /** A service of this guest runs. */
  void launched(Guest guest) {
    if (guest.isLaunched()) {
      launchesAgain.over(guest);
    }
  }

  void ended(Guest guest, long now) {
    launches.ended(guest, now);
    launchesAgain.over(guest);
  }

  /**
   * Finds out what can never launch.
   *
   * @return whether the start of the application has failed
   */
  boolean advance(long now, List<Effect> out) {
    return hasFailed(launches.advance(now, out), out);
  }

  /** The same of what has waited too long. */
  boolean expire(long now, List<Effect> out) {
    return hasFailed(launches.expire(now, out), out);
  }

  /** The same of services that wait for each other, as another node has found out. */
  boolean refuseCycle(List<Service> members, String sentence, List<Effect> out) {
    return hasFailed(launches.refuseCycle(members, sentence, out), out);
  }

  /**
   * A launch that fails before all have launched ends the application, for it is not what its
   * configuration says. Later it is the failure of those guests alone.
   */
  private boolean hasFailed(Set<Guest> refused, List<Effect> out) {
    refused.forEach(guest -> launchesAgain.refused(guest, out));
    return !launches.haveSucceeded() && refused.stream().anyMatch(guest -> !guest.isAgain());
  }

  /** Ends the guests that were started again and have had their time. */
  void expireLaunchesAgain(long now, List<Effect> out) {
    launchesAgain.expire(now, out);
  }

  /** Whether the other nodes were waited for in vain. */
  boolean expireJoin(long now, List<Effect> out) {
    if (begun || joinDeadline.isEmpty() || joinDeadline.getAsLong() > now) {
      return false;
    }
    String missing =
        peers.missing().stream().map(this::whatIsMissing).collect(Collectors.joining(", "));
    out.add(
        new Effect.Report(
            Effect.Severity.ERROR,
            "Not begun: within %s (join-timeout) %s."
                .formatted(
                    NanoTime.print(nodes.joinTimeout()),
                    missing.isEmpty() ? "the nodes of the placement had not begun" : missing)));
    return true;
  }

  private String whatIsMissing(String node) {
    return peers.get(node).isLinked()
        ? "node " + node + " was not ready"
        : "there was no link to node " + node;
  }

  /**
   * @param ending whether the application ends, and nobody waits for its start any more
   */
  OptionalLong nextDeadline(boolean ending) {
    OptionalLong next = launchesAgain.nextDeadline();
    if (ending) {
      return next;
    }
    next = NanoTime.earlier(next, launches.nextDeadline());
    return begun ? next : NanoTime.earlier(next, joinDeadline);
  }

  boolean isEmpty() {
    return launches.isEmpty() && launchesAgain.isEmpty();
  }
}
