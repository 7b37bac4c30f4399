package parigot.actors;

import java.util.function.ToLongFunction;

/**
 * Whether the event that a guest is at is over its limit. Of a guest's start, when neither its code
 * nor the JVM's are warm, counts the time that its thread had a processor: on a busy machine a
 * guest that does nothing wrong may wait long for one. Where that cannot be told, as of a virtual
 * thread, and for a guest that sleeps, the time that has passed counts, as it does for every later
 * event and for a start that takes {@value #PATIENCE} times its limit.
 *
 * <p>Belongs to the watchdog's thread.
 */
final class EventLimit {
  private static final int START = 1;
  private static final int PATIENCE = 5;

  private final EventTimer timer;
  private final long nanos;
  private final ToLongFunction<Thread> processorTime;
  private boolean seen;
  private long before = ProcessorTime.UNKNOWN;

  EventLimit(EventTimer timer, long nanos) {
    this(timer, nanos, ProcessorTime::of);
  }

  /**
   * @param processorTime for how long a thread had a processor, in nanoseconds; {@link
   *     ProcessorTime#UNKNOWN} when that cannot be told
   */
  EventLimit(EventTimer timer, long nanos, ToLongFunction<Thread> processorTime) {
    this.timer = timer;
    this.nanos = nanos;
    this.processorTime = processorTime;
  }

  /** Asked again and again while the event goes on; what came before the first time is free. */
  boolean isReached() {
    long elapsed = timer.elapsed();
    boolean isStart = timer.number() == START;
    if (isStart && elapsed > 0 && !seen) {
      seen = true;
      before = processorTime.applyAsLong(timer.thread());
    }
    return elapsed > nanos && !(isStart && hasWaited(elapsed));
  }

  /** Whether a start that has gone on for this long has had less of a processor than its limit. */
  private boolean hasWaited(long elapsed) {
    if (before == ProcessorTime.UNKNOWN
        || elapsed > PATIENCE * nanos
        || timer.thread().getState() == Thread.State.TIMED_WAITING) {
      return false;
    }
    long now = processorTime.applyAsLong(timer.thread());
    return now != ProcessorTime.UNKNOWN && now - before <= nanos;
  }
}
