package parigot.actors;

import parigot.kernel.Ending;
import parigot.kernel.Event;

/**
 * The actor of one guest, named after it and child of the kernel's. Which of the two it is depends
 * on the module's shape: {@link ReactorGuest} or {@link LoopGuest}. The rest of the system cannot
 * tell them apart.
 *
 * <p>It tells of its guest's end exactly once, and stops.
 */
final class GuestActor {
  private GuestActor() {}

  /** What a guest's actor understands. */
  sealed interface Command {}

  /** Begin. The first message. */
  enum Start implements Command {
    INSTANCE
  }

  /** An event for the guest. */
  record Deliver(Event event) implements Command {}

  /** End the guest as soon as it is between two events. */
  enum Stop implements Command {
    INSTANCE
  }

  /** End the guest. What it was doing has been interrupted already. */
  enum Kill implements Command {
    INSTANCE
  }

  /** A permit to run may be had again. */
  enum Proceed implements Command {
    INSTANCE
  }

  /** The guest's own thread has come to its end. */
  record ThreadEnded(Ending ending) implements Command {}
}
