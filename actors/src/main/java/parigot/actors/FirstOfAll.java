package parigot.actors;

import akka.actor.typed.Behavior;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.Receive;
import java.util.function.Function;

/**
 * Handles the messages that nearly all are, before it asks others. What Akka's builder makes goes
 * through its cases one by one, with an object for each.
 *
 * <p>Where memory runs out, this actor fails, and not the actor system as Akka would have it.
 *
 * @param <M> what the actor understands
 * @param <F> the kind that comes with every call
 */
final class FirstOfAll<M, F extends M> extends Receive<M> {
  private final Class<F> first;
  private final Function<F, Behavior<M>> handler;
  private final Receive<M> others;

  FirstOfAll(Class<F> first, Function<F, Behavior<M>> handler, Receive<M> others) {
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
      throw new IllegalStateException("The heap is full", e);
    }
  }

  @Override
  public Behavior<M> receiveSignal(Signal signal) throws Exception {
    return others.receiveSignal(signal);
  }
}
