package parigot.runtime.plugins;

import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import parigot.runtime.machine.ProcessorTime;

/**
 * The time that a plugin's call takes, as its time-out counts it: by the clock while it waits for
 * something, sleeps or reads; and while it computes, not what a busy machine gives to others. By
 * the clock alone a plugin would be blamed for the load of the machine; by the processor's time
 * alone, one that blocks would never be over its time.
 */
final class PluginTime {
  /** No call gets more than so many times its time-out, whatever the machine is at. */
  static final int MOST_TIMES = 5;

  private final long window;
  private final long latest;
  private final LongSupplier clock;
  private final ToLongFunction<Thread> processor;
  private boolean isSeen;
  private long first;
  private long last;
  private long progressed;

  /**
   * The time of a call that has had some already.
   *
   * @param limit its time-out, in nanoseconds
   * @param passed what has passed of it
   * @param clock in nanoseconds
   * @param processor how long a thread has had a processor, or {@link ProcessorTime#UNKNOWN}
   */
  PluginTime(long limit, long passed, LongSupplier clock, ToLongFunction<Thread> processor) {
    this.window = limit - passed;
    this.clock = clock;
    this.processor = processor;
    long now = clock.getAsLong();
    this.latest = now - passed + MOST_TIMES * limit;
    this.progressed = now;
  }

  /** Whether the time is over of a call that no thread has begun; a thread may be free for it. */
  boolean isOverForOneThatWaits(boolean allThreadsAreBusy) {
    return allThreadsAreBusy || clock.getAsLong() >= latest;
  }

  /** Whether the time is over of a call that this thread is at. */
  boolean isOverFor(Thread runner) {
    long now = clock.getAsLong();
    long used = processor.applyAsLong(runner);
    if (!isSeen) {
      isSeen = true;
      first = used;
      last = used;
      progressed = now;
      return used == ProcessorTime.UNKNOWN;
    }
    if (used == ProcessorTime.UNKNOWN
        || runner.getState() != Thread.State.RUNNABLE
        || used - first >= window * 4 / 5
        || now >= latest) {
      return true;
    }
    // In a system call that waits, a thread counts as runnable; but it makes no progress.
    if (used > last) {
      last = used;
      progressed = now;
    }
    return now - progressed >= window;
  }
}
