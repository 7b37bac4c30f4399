package parigot.kernel.rules;

import java.util.List;
import java.util.OptionalInt;
import parigot.kernel.Effect;
import parigot.kernel.ExitCode;
import parigot.v1.host.PeerStatus;

/** What follows for the application from what has changed, whatever that was. */
final class Application {
  private final ApplicationStart start;
  private final ApplicationEnd end;
  private final Outcome outcome;
  private final Launches launches;
  private final Calls calls;
  private final Peers peers;
  private final Movables movables;

  Application(
      ApplicationStart start,
      ApplicationEnd end,
      Outcome outcome,
      Launches launches,
      Calls calls,
      Peers peers,
      Movables movables) {
    this.start = start;
    this.end = end;
    this.outcome = outcome;
    this.launches = launches;
    this.calls = calls;
    this.peers = peers;
    this.movables = movables;
  }

  /** Everything that may follow. */
  void conclude(long now, List<Effect> out) {
    if (!end.isDecided()) {
      start.beginIfComplete(now, out);
    }
    if (!end.isShuttingDown()) {
      advance(now, out);
    }
    end.stopWhenDrained(now, out);
    end.endWhenNobodyIsLeft(out);
    tellStatus(out);
  }

  /** Launches what can run by now, and ends the application if it is over. */
  void advance(long now, List<Effect> out) {
    for (Service service : launches.launch(out)) {
      peers.phase(service, out);
      calls.launched(service, now, out);
      start.launched(service.guestHere());
    }
    if (!start.hasBegun() || end.isDecided()) {
      return;
    }
    boolean launchFailed = start.advance(now, out);
    OptionalInt code = outcome.code();
    if (code.isPresent()) {
      end.byOutcome(code.getAsInt(), out);
    } else if (launchFailed) {
      end.byOutcome(ExitCode.NOT_LAUNCHED, out);
    }
  }

  /** How this node stands, for the others; after each input that may have changed it. */
  void tellStatus(List<Effect> out) {
    if (!peers.areNone() && !end.isOfThisNodeAlone()) {
      PeerStatus.Builder status =
          outcome
              .status()
              .setReady(start.isReady())
              .setBegun(start.hasBegun())
              .setSettled(start.isSettled());
      movables.describe(status);
      peers.tell(status.build(), out);
    }
  }
}
