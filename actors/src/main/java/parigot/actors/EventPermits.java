package parigot.actors;

import akka.actor.typed.ActorRef;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps reactor guests from holding every thread of the dispatcher that they share with the kernel:
 * at most so many of them run at once, and the kernel always finds a thread. A guest that gets no
 * permit is told {@link GuestActor.Proceed} when one is free.
 */
final class EventPermits {
  private final AtomicInteger free;
  private final ConcurrentLinkedQueue<ActorRef<GuestActor.Command>> waiting =
      new ConcurrentLinkedQueue<>();

  EventPermits(int permits) {
    free = new AtomicInteger(permits);
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
