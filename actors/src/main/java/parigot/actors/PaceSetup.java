package parigot.actors;

import akka.actor.setup.Setup;
import akka.dispatch.DispatcherPrerequisites;

/** Tells the executors that Akka makes of the pace of the application that they are made for. */
final class PaceSetup extends Setup {
  private final Pace pace;

  PaceSetup(Pace pace) {
    this.pace = pace;
  }

  /** That of the actor system; the machine's in one that is not Parigot's own. */
  static Pace of(DispatcherPrerequisites prerequisites) {
    return prerequisites
        .settings()
        .setup()
        .get(PaceSetup.class)
        .map(setup -> setup.pace)
        .orElse(Pace.OfTheMachine.INSTANCE);
  }
}
