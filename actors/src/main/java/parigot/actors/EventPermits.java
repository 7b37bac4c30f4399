package parigot.actors;

import akka.actor.typed.ActorRef;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps reactor guests from holding every thread of the dispatcher that they share with the kernel:
 * at most so many of them run at once, and the kernel always finds a thread. A guest that gets no
 * permit is told {@link GuestActor.Proceed} when one is free. A guest that waits for something lets
 * another have its permit meanwhile.
 *
 * <p>Where what waits for a thread can be given another one, permits are {@link #needed} only while
 * some guest is at an event that takes long.
 */
final class EventPermits {
  private final boolean always;
  private final AtomicInteger free;
  private final ConcurrentLinkedQueue<ActorRef<GuestActor.Command>> waiting =
      new ConcurrentLinkedQueue<>();

  /**
   * @param always whether they are needed also while no event takes long
   */
  EventPermits(int permits, boolean always) {
    this.always = always;
    free = new AtomicInteger(permits);
  }

  /** Whether a guest must have one now, for the event that it is about to begin. */
  boolean needed() {
    return always || LongEvents.count() > 0;
  }

  /** Takes a permit, or notes that this guest wants one. */
  boolean enter(ActorRef<GuestActor.Command> guest) {
    if (tryTake()) {
      return true;
    }
    waiting.add(guest);
    // One may have been given back between the two lines above, when nobody was waiting yet.
    wakeOne();
    return false;
  }

  /** Gives a permit back. */
  void leave() {
    free.incrementAndGet();
    wakeOne();
  }

  /**
   * A guest that was told to wait for one does not want it any more, as it ends. If it has been
   * told since that one is free, that is another's to know.
   */
  void giveUp(ActorRef<GuestActor.Command> guest) {
    if (!waiting.remove(guest)) {
      wakeOne();
    }
  }

  /**
   * The guest that has the permit waits for something outside the application, or holds its thread
   * for long: another has the permit meanwhile, until {@link #stepBack}. However many guests do so,
   * others go on.
   */
  void stepAside() {
    leave();
  }

  /** The guest goes on, at once. Until another has finished, that may be one more than allowed. */
  void stepBack() {
    free.decrementAndGet();
  }

  private void wakeOne() {
    if (free.get() > 0) {
      ActorRef<GuestActor.Command> next = waiting.poll();
      if (next != null) {
        next.tell(GuestActor.Proceed.INSTANCE);
      }
    }
  }

  private boolean tryTake() {
    int now = free.get();
    while (now > 0) {
      int seen = free.compareAndExchange(now, now - 1);
      if (seen == now) {
        return true;
      }
      now = seen;
    }
    return false;
  }
}
