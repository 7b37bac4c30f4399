package parigot.actors;

import akka.actor.typed.Behavior;
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
  sealed interface Command {
    /** Hands this to the method for its kind. */
    Behavior<Command> giveTo(Cases cases);
  }

  /** What each kind of guest does about each. */
  interface Cases {
    Behavior<Command> start();

    Behavior<Command> deliver(Event event);

    Behavior<Command> stop();

    Behavior<Command> kill();

    Behavior<Command> proceed();

    Behavior<Command> threadEnded(Ending ending);
  }

  /** Begin. The first message. */
  enum Start implements Command {
    INSTANCE;

    @Override
    public Behavior<Command> giveTo(Cases cases) {
      return cases.start();
    }
  }

  /** An event for the guest. */
  record Deliver(Event event) implements Command {
    @Override
    public Behavior<Command> giveTo(Cases cases) {
      return cases.deliver(event);
    }
  }

  /** End the guest as soon as it is between two events. */
  enum Stop implements Command {
    INSTANCE;

    @Override
    public Behavior<Command> giveTo(Cases cases) {
      return cases.stop();
    }
  }

  /** End the guest. What it was doing has been interrupted already. */
  enum Kill implements Command {
    INSTANCE;

    @Override
    public Behavior<Command> giveTo(Cases cases) {
      return cases.kill();
    }
  }

  /** A permit to run may be had again. */
  enum Proceed implements Command {
    INSTANCE;

    @Override
    public Behavior<Command> giveTo(Cases cases) {
      return cases.proceed();
    }
  }

  /** The guest's own thread has come to its end. */
  record ThreadEnded(Ending ending) implements Command {
    @Override
    public Behavior<Command> giveTo(Cases cases) {
      return cases.threadEnded(ending);
    }
  }
}
