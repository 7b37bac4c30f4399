package parigot.kernel.rules;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parigot.kernel.Effect;
import parigot.kernel.ExitCode;

/**
 * The end of the application, or of this node alone: the first decision counts; what has come from
 * outside is done, then guests are stopped, and when none is left it is over.
 */
final class ApplicationEnd {
  private final ExitGrace grace;
  private final ApplicationStart start;
  private final Guests guests;
  private final Restarts restarts;
  private final Outcome outcome;
  private final Peers peers;
  private final CallDeadlocks deadlocks;
  private final Movables movables;
  private Optional<Decision> decision = Optional.empty();
  private boolean drained;
  private OptionalLong drainDeadline = OptionalLong.empty();
  private Optional<Shutdown> shutdown = Optional.empty();
  private boolean over;

  /**
   * How the application will end, once the work that has come from outside is done.
   *
   * @param byExit whether a guest has asked for it, and all are to end by themselves
   * @param everywhere whether the application ends on all nodes, and not on this one alone
   */
  private record Decision(int code, boolean byExit, boolean everywhere) {}

  ApplicationEnd(
      ExitGrace grace,
      ApplicationStart start,
      Guests guests,
      Restarts restarts,
      Outcome outcome,
      Peers peers,
      CallDeadlocks deadlocks,
      Movables movables) {
    this.grace = grace;
    this.start = start;
    this.guests = guests;
    this.restarts = restarts;
    this.outcome = outcome;
    this.peers = peers;
    this.deadlocks = deadlocks;
    this.movables = movables;
  }

  /** Whether the application ends, or this node does. */
  boolean isDecided() {
    return decision.isPresent();
  }

  /** Whether this node ends, and the application does not. */
  boolean isOfThisNodeAlone() {
    return decision.isPresent() && !decision.get().everywhere();
  }

  /** Whether guests are being stopped. */
  boolean isShuttingDown() {
    return shutdown.isPresent();
  }

  /** By what has become of its guests. A node that has come back and fails fails alone. */
  void byOutcome(int code, List<Effect> out) {
    boolean failsAlone = start.hasJoinedLate() && code == ExitCode.NOT_LAUNCHED;
    decide(new Decision(code, false, !failsAlone), out);
  }

  /** Since not all nodes were there in time. */
  void notJoined(List<Effect> out) {
    decide(new Decision(ExitCode.NOT_LAUNCHED, false, false), out);
  }

  /** From outside. The other nodes, if there are any, go on. */
  void byOwner(int code, List<Effect> out) {
    decide(new Decision(code, false, peers.areNone()), out);
  }

  /** By a guest, which asks all to exit. */
  void byGuest(Guest guest, int code, List<Effect> out) {
    announced(guest.label(), List.of(guest.label()), code, true, out);
  }

  /** As another node has decided. */
  void byNode(String node, int code, boolean byExit, List<Effect> out) {
    announced("Node " + node, List.of(), code, byExit, out);
  }

  private void announced(
      String who, List<String> about, int code, boolean byExit, List<Effect> out) {
    if (decision.isEmpty()) {
      out.add(
          new Effect.Report(
              Effect.Severity.INFO,
              about,
              "%s ends the application with code %d.".formatted(who, code)));
      decide(new Decision(code, byExit, true), out);
    }
  }

  /** Guests serve on until what has come from outside is done. */
  private void decide(Decision what, List<Effect> out) {
    if (decision.isEmpty()) {
      decision = Optional.of(what);
      restarts.cancel(out);
      if (what.everywhere()) {
        peers.endApplication(what.code(), what.byExit(), out);
      } else {
        peers.leaving(out);
      }
      outcome.nobodyIsReplaced();
      out.add(new Effect.Drain());
    }
  }

  /** Nothing more comes from outside, and what had come is done. */
  void drained(long now, List<Effect> out) {
    drained = true;
    drainDeadline = OptionalLong.of(grace.end(now));
    stopWhenDrained(now, out);
  }

  boolean isDrained() {
    return drained;
  }

  /** Calls of other nodes that were under way are answered before, if that does not take long. */
  void stopWhenDrained(long now, List<Effect> out) {
    boolean waits =
        peers.callHere(isOfThisNodeAlone())
            && drainDeadline.isPresent()
            && drainDeadline.getAsLong() > now;
    if (decision.isPresent() && shutdown.isEmpty() && drained && !waits) {
      shutdown = Optional.of(shutdown(decision.get(), grace.end(now), out));
      endWhenNobodyIsLeft(out);
      deadlocks.check(out);
    }
  }

  private Shutdown shutdown(Decision what, long deadline, List<Effect> out) {
    return what.byExit()
        ? Shutdown.byExit(what.code(), deadline, guests.takingPart(), out)
        : Shutdown.dependantsFirst(
            what.code(), deadline, guests.takingPart(), what.everywhere(), out);
  }

  /** The last effect there is: also the actors of lives that are over to all rules are gone. */
  void endWhenNobodyIsLeft(List<Effect> out) {
    if (guests.takingPart().isEmpty() && movables.noneIsDying() && shutdown.isPresent() && !over) {
      over = true;
      out.add(new Effect.ApplicationEnded(shutdown.get().code()));
    }
  }

  /** A guest has ended while guests are being stopped: those may follow that it required. */
  void ended(Guest guest, List<Name> released, List<Effect> out) {
    shutdown.get().ended(guest, released, guests.takingPart(), out);
  }

  /** These names are required by nobody any more, as guests of another node have ended. */
  void released(List<Name> released, List<Effect> out) {
    if (shutdown.isPresent() && decision.get().everywhere()) {
      shutdown.get().released(released, guests.takingPart(), out);
    }
  }

  /** Ends the guests that are left, when their time is over. */
  void expire(long now, List<Effect> out) {
    shutdown.ifPresent(end -> end.expire(now, guests.takingPart(), grace.tooSlow(), out));
  }

  OptionalLong nextDeadline() {
    if (shutdown.isEmpty()) {
      return drainDeadline;
    }
    return guests.takingPart().isEmpty() ? OptionalLong.empty() : shutdown.get().nextDeadline();
  }
}
