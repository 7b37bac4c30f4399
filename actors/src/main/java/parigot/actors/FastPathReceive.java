package parigot.actors;

import akka.actor.typed.Behavior;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.Receive;
import java.util.function.Function;

/**
 * Handles the messages that nearly all are, before it asks others. What Akka's builder makes goes
 * through its cases one by one, with an object for each.
 *
 * <p>Where memory runs out, or a class cannot be used, this actor fails, and not the actor system
 * as Akka would have it.
 *
 * @param <M> what the actor understands
 * @param <F> the kind that comes with every call
 */
final class FastPathReceive<M, F extends M> extends Receive<M> {
  private final Class<F> first;
  private final Function<F, Behavior<M>> handler;
  private final Receive<M> others;
  private final Runnable atFailure;

  FastPathReceive(Class<F> first, Function<F, Behavior<M>> handler, Receive<M> others) {
    this(first, handler, others, () -> {});
  }

  /**
   * @param atFailure run before the actor fails; it must need no memory
   */
  FastPathReceive(
      Class<F> first, Function<F, Behavior<M>> handler, Receive<M> others, Runnable atFailure) {
    this.atFailure = atFailure;
    this.first = first;
    this.handler = handler;
    this.others = others;
  }

  @Override
  public Behavior<M> receiveMessage(M message) throws Exception {
    try {
      return first.isInstance(message)
          ? handler.apply(first.cast(message))
          : others.receiveMessage(message);
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
  public Behavior<M> receiveSignal(Signal signal) throws Exception {
    return others.receiveSignal(signal);
  }
}
