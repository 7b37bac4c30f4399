package parigot.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.Optional;
import java.util.function.Consumer;
import parigot.kernel.Ending;
import parigot.kernel.Event;
import parigot.runtime.guest.EventPermits;
import parigot.runtime.guest.GuestProgram;
import parigot.runtime.guest.Leave;
import parigot.runtime.guest.Reactor;

/**
 * A guest that is entered once an event. It runs on its actor's turn, and between two events it is
 * memory and nothing else: no thread, no stack.
 */
final class ReactorGuest extends AbstractBehavior<GuestActor.Command> implements GuestActor.Cases {
  private final Consumer<Ending> ended;
  private final GuestProgram program;
  private final Reactor reactor;
  private final EventPermits permits;
  private final Leave leave;
  private final Runnable proceed;
  private boolean waitsForPermit;

  /**
   * @param ended told of the guest's end, once
   */
  static Behavior<GuestActor.Command> create(
      Consumer<Ending> ended,
      GuestProgram program,
      Reactor reactor,
      EventPermits permits,
      Leave leave) {
    return Behaviors.setup(
        context -> new ReactorGuest(context, ended, program, reactor, permits, leave));
  }

  private ReactorGuest(
      ActorContext<GuestActor.Command> context,
      Consumer<Ending> ended,
      GuestProgram program,
      Reactor reactor,
      EventPermits permits,
      Leave leave) {
    super(context);
    this.ended = ended;
    this.program = program;
    this.reactor = reactor;
    this.permits = permits;
    this.leave = leave;
    ActorRef<GuestActor.Command> self = context.getSelf();
    this.proceed = () -> self.tell(GuestActor.Proceed.INSTANCE);
  }

  @Override
  public Receive<GuestActor.Command> createReceive() {
    return new GuardedReceive<>(message -> message.giveTo(this), this::onStopped);
  }

  @Override
  public Behavior<GuestActor.Command> start() {
    reactor.toStart();
    return run();
  }

  @Override
  public Behavior<GuestActor.Command> deliver(Event event) {
    reactor.put(event);
    return run();
  }

  @Override
  public Behavior<GuestActor.Command> stop() {
    return end(new Ending.Stopped());
  }

  @Override
  public Behavior<GuestActor.Command> kill() {
    return end(new Ending.Stopped());
  }

  @Override
  public Behavior<GuestActor.Command> proceed() {
    waitsForPermit = false;
    if (leave.isOver()) {
      permits.giveUp(proceed);
      return this;
    }
    // Also when none is needed any more: who gives it back tells the next that waits for one.
    return run(true);
  }

  @Override
  public Behavior<GuestActor.Command> threadEnded(Ending ending) {
    throw new IllegalStateException("A reactor has no thread of its own that could end.");
  }

  private Behavior<GuestActor.Command> run() {
    // The kernel ends it, as soon as it comes to that.
    return waitsForPermit || leave.isOver() ? this : run(permits.needed());
  }

  private Behavior<GuestActor.Command> run(boolean needsPermit) {
    if (needsPermit && !permits.enter(proceed)) {
      waitsForPermit = true;
      return this;
    }
    program.hasPermit(needsPermit);
    Optional<Ending> ending;
    try {
      ending = reactor.work();
    } finally {
      if (needsPermit) {
        permits.leave();
      }
    }
    return ending.isPresent() ? end(ending.get()) : this;
  }

  /** At its own end, and when it has failed or is stopped from outside. */
  private Behavior<GuestActor.Command> onStopped() {
    if (waitsForPermit) {
      permits.giveUp(proceed);
    }
    return this;
  }

  private Behavior<GuestActor.Command> end(Ending ending) {
    program.close();
    ended.accept(ending);
    return Behaviors.stopped();
  }
}
