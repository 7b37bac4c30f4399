package parigot.kernel.rules;

import java.util.ArrayList;
import java.util.List;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.ExitCode;
import parigot.kernel.Listing;

/** What follows from the end of a guest: for its calls, its services and the application. */
final class GuestEnds {
  private final ExitGrace grace;
  private final Services services;
  private final Calls calls;
  private final Timers timers;
  private final CallDeadlocks deadlocks;
  private final Restarts restarts;
  private final Outcome outcome;
  private final ApplicationStart start;
  private final ApplicationEnd end;
  private final Peers peers;
  private final Movables movables;

  GuestEnds(
      ExitGrace grace,
      Services services,
      Calls calls,
      Timers timers,
      CallDeadlocks deadlocks,
      Restarts restarts,
      Outcome outcome,
      ApplicationStart start,
      ApplicationEnd end,
      Peers peers,
      Movables movables) {
    this.grace = grace;
    this.services = services;
    this.calls = calls;
    this.timers = timers;
    this.deadlocks = deadlocks;
    this.restarts = restarts;
    this.outcome = outcome;
    this.start = start;
    this.end = end;
    this.peers = peers;
    this.movables = movables;
  }

  /** This guest is there no more. */
  void ended(Guest guest, Ending how, long now, List<Effect> out) {
    out.add(new Effect.Listed(new Listing.Ended(guest.id())));
    grace.ended(guest);
    start.ended(guest, now);
    timers.ended(guest);
    calls.ended(guest, now, out);
    deadlocks.ended(guest);
    restarts.forget(guest.spec(), out);
    List<Name> released = new ArrayList<>();
    for (Service service : guest.services()) {
      released.addAll(services.remove(service, end.isOfThisNodeAlone(), out));
    }
    boolean restarts = isStartedAgain(guest, how, released, now, out);
    if (!restarts) {
      for (Service service : guest.services()) {
        out.add(new Effect.Listed(new Listing.Unregistered(service.id(), guest.id())));
      }
    }
    // What ends with its node is there again when that is.
    peers.ended(guest, restarts || end.isOfThisNodeAlone(), out);
  }

  private boolean isStartedAgain(
      Guest guest, Ending how, List<Name> released, long now, List<Effect> out) {
    if (movables.ended(guest, end.isShuttingDown(), now, out) && !end.isShuttingDown()) {
      restarts.moves(guest);
      return true;
    }
    if (end.isShuttingDown()) {
      end.ended(guest, released, out);
      return false;
    }
    if (guest.isReplaced() && !end.isDecided()) {
      outcome.isBeingReplaced(guest);
      restarts.replaced(guest, now);
      return true;
    }
    Ending known = guest.failure().<Ending>map(Ending.Failed::new).orElse(how);
    return switch (guest.kind()) {
      case MAIN -> mainEnded(new GuestEnd(guest, known), out);
      case SERVER -> serverEnded(new GuestEnd(guest, known), now, out);
      case EMBEDDER, PEER -> false;
    };
  }

  private boolean mainEnded(GuestEnd ending, List<Effect> out) {
    outcome.mainEnded(ending.code());
    report(
        ending.isFailure() ? unlessEnding(Effect.Severity.ERROR) : Effect.Severity.INFO,
        ending,
        "",
        out);
    return false;
  }

  private boolean serverEnded(GuestEnd ending, long now, List<Effect> out) {
    Guest guest = ending.guest();
    boolean failed = ending.isFailure() || ending.hasLeftUnasked();
    if (failed) {
      outcome.serverFailed();
    }
    if (!guest.isAgain() && !guest.hasLaunched()) {
      report(unlessEnding(Effect.Severity.ERROR), ending, " before it launched", out);
      end.byOutcome(ExitCode.NOT_LAUNCHED, out);
      return false;
    }
    report(unlessEnding(Effect.Severity.WARNING), ending, "", out);
    return !end.isDecided() && restarts.ended(guest, failed || ending.code() != 0, now, out);
  }

  /** What ends the application is to be heard, and not what follows from its end. */
  private Effect.Severity unlessEnding(Effect.Severity severity) {
    return end.isDecided() ? Effect.Severity.INFO : severity;
  }

  private void report(Effect.Severity severity, GuestEnd ending, String when, List<Effect> out) {
    out.add(
        new Effect.Report(severity, List.of(ending.guest().label()), ending.sentence(when, grace)));
  }
}
