package parigot.actors;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Handles every message in one way, as messages know themselves what is to be done about them. What
 * Akka's builder makes goes through its cases one by one, with an object for each, and says nothing
 * when one is missing.
 *
 * <p>Where memory runs out, or a class cannot be used, this actor fails, and not the actor system
 * as Akka would have it.
 *
 * @param <M> what the actor understands
 */
final class GuardedReceive<M> extends Receive<M> {
  private final Function<M, Behavior<M>> handler;
  private final Supplier<Behavior<M>> stopped;
  private final Runnable atFailure;

  /**
   * @param stopped run when the actor has stopped, by whatever it was
   */
  GuardedReceive(Function<M, Behavior<M>> handler, Supplier<Behavior<M>> stopped) {
    this(handler, stopped, () -> {});
  }

  /**
   * @param atFailure run before the actor fails; it must need no memory
   */
  GuardedReceive(
      Function<M, Behavior<M>> handler, Supplier<Behavior<M>> stopped, Runnable atFailure) {
    this.handler = handler;
    this.stopped = stopped;
    this.atFailure = atFailure;
  }

  @Override
  public Behavior<M> receiveMessage(M message) {
    try {
      return handler.apply(message);
    } catch (OutOfMemoryError e) {
      atFailure.run();
      throw new IllegalStateException("The heap is full", e);
    } catch (RuntimeException e) {
      atFailure.run();
      throw e;
    } catch (Error e) {
      atFailure.run();
      throw new IllegalStateException("What the actor relies on does not work", e);
    }
  }

  @Override
  public Behavior<M> receiveSignal(Signal signal) {
    return signal instanceof PostStop ? stopped.get() : Behaviors.unhandled();
  }
}
