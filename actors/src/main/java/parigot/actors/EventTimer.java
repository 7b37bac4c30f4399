package parigot.actors;

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
  private volatile long begun = IDLE;

  private volatile long pausedAt = IDLE;
  private volatile Thread thread = Thread.currentThread();
  private volatile int number;
  private final LongSupplier clock;

  EventTimer() {
    this(System::nanoTime);
  }

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
    // One thread writes; the volatile is for the one that reads.
    int next = number + 1;
    number = next;
    begun = clock.getAsLong();
  }

  /** Ends the event; gives how long it took, in nanoseconds. */
  long end() {
    long took = elapsed();
    begun = IDLE;
    return took;
  }

  /** The guest waits for a plugin. */
  void pause() {
    pausedAt = clock.getAsLong();
  }

  /** The plugin has answered. */
  void resume() {
    long from = begun;
    if (from != IDLE) {
      begun = from + clock.getAsLong() - pausedAt;
    }
    pausedAt = IDLE;
  }

  /** Which event it is; the first has the number 1. */
  int number() {
    return number;
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
    long from = begun;
    if (from == IDLE) {
      return 0;
    }
    return Math.max(0, (waitingSince == IDLE ? now : waitingSince) - from);
  }
}
