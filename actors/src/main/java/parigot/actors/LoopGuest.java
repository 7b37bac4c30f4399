package parigot.actors;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import parigot.kernel.Ending;
import parigot.kernel.Event;
import parigot.runtime.guest.BlockingInbox;
import parigot.runtime.guest.GuestProgram;
import parigot.wasm.GuestInterrupted;

/**
 * A guest that blocks in {@code read_one_}. It has a thread of its own, virtual where the JDK has
 * them; its actor only feeds the inbox that the thread waits on.
 */
final class LoopGuest extends AbstractBehavior<GuestActor.Command> implements GuestActor.Cases {
  private final Consumer<Ending> ended;
  private final GuestProgram program;
  private final BlockingInbox inbox;
  private boolean running;

  /**
   * @param ended told of the guest's end, once
   */
  static Behavior<GuestActor.Command> create(
      Consumer<Ending> ended, GuestProgram program, BlockingInbox inbox) {
    return Behaviors.setup(context -> new LoopGuest(context, ended, program, inbox));
  }

  private LoopGuest(
      ActorContext<GuestActor.Command> context,
      Consumer<Ending> ended,
      GuestProgram program,
      BlockingInbox inbox) {
    super(context);
    this.ended = ended;
    this.program = program;
    this.inbox = inbox;
  }

  @Override
  public Receive<GuestActor.Command> createReceive() {
    return new GuardedReceive<>(message -> message.giveTo(this), this::onStopped);
  }

  @Override
  public Behavior<GuestActor.Command> start() {
    running = true;
    ActorRef<GuestActor.Command> self = getContext().getSelf();
    Executor threads = getContext().getSystem().dispatchers().lookup(GuestDispatchers.LOOP_GUESTS);
    String name = "parigot-guest-" + self.path().name();
    threads.execute(
        () -> {
          Thread thread = Thread.currentThread();
          String before = thread.getName();
          thread.setName(name);
          Ending ending = life();
          thread.setName(before);
          self.tell(new GuestActor.ThreadEnded(ending));
        });
    return this;
  }

  /** The whole life of the guest, on its own thread. */
  private Ending life() {
    try {
      return program.start().orElseGet(() -> new Ending.Exited(0));
    } catch (GuestInterrupted e) {
      return new Ending.Stopped();
    } catch (Throwable e) {
      LoggerFactory.getLogger("parigot.guest").error("the host failed while it ran a guest", e);
      return new Ending.Failed("the host failed while it ran the guest: " + e);
    }
  }

  @Override
  public Behavior<GuestActor.Command> deliver(Event event) {
    inbox.put(event);
    return this;
  }

  @Override
  public Behavior<GuestActor.Command> stop() {
    inbox.close();
    return running ? this : end(new Ending.Stopped());
  }

  @Override
  public Behavior<GuestActor.Command> kill() {
    inbox.close();
    program.kill();
    return running ? this : end(new Ending.Stopped());
  }

  /** It needs no permit: its thread is its own. */
  @Override
  public Behavior<GuestActor.Command> proceed() {
    return this;
  }

  @Override
  public Behavior<GuestActor.Command> threadEnded(Ending ending) {
    return end(ending);
  }

  /** When it is stopped from outside, nobody waits for the guest's end; its thread must end too. */
  private Behavior<GuestActor.Command> onStopped() {
    inbox.close();
    program.kill();
    return this;
  }

  private Behavior<GuestActor.Command> end(Ending ending) {
    program.close();
    ended.accept(ending);
    return Behaviors.stopped();
  }
}
