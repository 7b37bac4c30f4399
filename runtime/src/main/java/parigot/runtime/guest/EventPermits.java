package parigot.runtime.guest;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps reactor guests from holding every thread of the dispatcher that they share with the kernel:
 * at most so many of them run at once, and the kernel always finds a thread. A guest that gets no
 * permit is told when one is free. A guest that waits for something lets another have its permit
 * meanwhile.
 *
 * <p>Where what waits for a thread can be given another one, permits are {@link #needed} only while
 * some guest is at an event that takes long.
 */
public final class EventPermits {
  private final boolean always;
  private final LongEvents longEvents;
  private final AtomicInteger free;
  private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /**
   * @param always whether they are needed also while no event takes long
   */
  public EventPermits(int permits, boolean always, LongEvents longEvents) {
    this.always = always;
    this.longEvents = longEvents;
    free = new AtomicInteger(permits);
  }

  /** Whether a guest must have one now, for the event that it is about to begin. */
  public boolean needed() {
    return always || longEvents.count() > 0;
  }

  /**
   * Takes a permit, or notes that this guest wants one.
   *
   * @param guest always the same object for one guest; run when a permit may be had again, on any
   *     thread
   */
  public boolean enter(Runnable guest) {
    if (tryTake()) {
      return true;
    }
    waiting.add(guest);
    // One may have been given back between the two lines above, when nobody was waiting yet.
    wakeOne();
    return false;
  }

  /** Gives a permit back. */
  public void leave() {
    free.incrementAndGet();
    wakeOne();
  }

  /**
   * A guest that was told to wait for one does not want it any more, as it ends. If it has been
   * told since that one is free, that is another's to know.
   */
  public void giveUp(Runnable guest) {
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
      Runnable next = waiting.poll();
      if (next != null) {
        next.run();
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
