package parigot.runtime.guest;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How long a guest has been at its current event. Written on the guest's thread; the watchdog reads
 * it from another, and never sees more time than has passed. Time that the guest waits for a plugin
 * does not count.
 */
final class EventTimer {
  /** Nothing is going on. A real time is never this value. */
  private static final long IDLE = Long.MIN_VALUE;

  /** When the event began, put off by as long as the guest has waited for plugins since. */
  private final AtomicLong begun = new AtomicLong(IDLE);

  private volatile long pausedAt = IDLE;
  private volatile Thread thread = Thread.currentThread();
  private final AtomicInteger number = new AtomicInteger();
  private final LongSupplier clock;

  /**
   * @param clock nanoseconds since whenever
   */
  EventTimer(LongSupplier clock) {
    this.clock = clock;
  }

  void begin() {
    Thread current = Thread.currentThread();
    if (thread != current) {
      thread = current;
    }
    // One thread writes, and the one that reads need not see it at once, only in this order.
    number.setRelease(number.getPlain() + 1);
    begun.setRelease(clock.getAsLong());
  }

  /** Ends the event; gives how long it took, in nanoseconds. */
  long end() {
    long took = elapsed();
    begun.setRelease(IDLE);
    return took;
  }

  /** The guest waits for a plugin. */
  void pause() {
    pausedAt = clock.getAsLong();
  }

  /** The plugin has answered. */
  void resume() {
    long from = begun.get();
    if (from != IDLE) {
      begun.set(from + clock.getAsLong() - pausedAt);
    }
    pausedAt = IDLE;
  }

  /** Which event it is; the first has the number 1. */
  int number() {
    return number.get();
  }

  /** The thread that runs the event. */
  Thread thread() {
    return thread;
  }

  boolean isPaused() {
    return pausedAt != IDLE;
  }

  /** How long the event has taken so far, in nanoseconds; 0 between two events. */
  long elapsed() {
    // In this order, whatever is written in between makes the result smaller and never larger.
    long now = clock.getAsLong();
    long waitingSince = pausedAt;
    long from = begun.get();
    if (from == IDLE) {
      return 0;
    }
    return Math.max(0, (waitingSince == IDLE ? now : waitingSince) - from);
  }
}
