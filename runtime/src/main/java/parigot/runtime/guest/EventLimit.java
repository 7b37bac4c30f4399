package parigot.runtime.guest;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import parigot.runtime.machine.ProcessorTime;

/**
 * Whether the event that a guest is at is over its limit. What counts is the time that its thread
 * had a processor: on a busy machine a guest that does nothing wrong may wait long for one. Of a
 * thread that nobody can tell that of, such as a virtual one, counts what the whole process had,
 * which is no less; at its start, when neither its code nor the JVM's are warm and others start
 * too, it may be {@value #SHARES} times as much for each guest that is at something long. A guest
 * that sleeps does not wait for a processor, so the time that has passed counts then. That counts
 * also for a start that takes {@value #PATIENCE} times its limit, and for a later event that takes
 * {@value #PATIENCE_LATER} times that.
 *
 * <p>Belongs to the watchdog's thread.
 */
final class EventLimit {
  private static final int PATIENCE = 30;

  /** What others in the process may have had of the processors beside a guest that starts. */
  private static final int SHARES = 5;

  /** Less than at a start: somebody waits for the answer, and gives up at some time. */
  private static final int PATIENCE_LATER = 2;

  private final EventTimer timer;
  private final boolean timePasses;
  private final long nanos;
  private final BooleanSupplier isStart;
  private final IntSupplier longEvents;
  private final ToLongFunction<Thread> processorTime;
  private final LongSupplier processTime;
  private int seen;
  private boolean ofThread;
  private long before;

  EventLimit(
      EventTimer timer,
      boolean timePasses,
      long nanos,
      BooleanSupplier isStart,
      LongEvents longEvents) {
    this(
        timer,
        timePasses,
        nanos,
        isStart,
        longEvents::count,
        ProcessorTime::of,
        ProcessorTime::ofProcess);
  }

  /**
   * @param timePasses whether the timer's time goes on while the guest computes; it alone decides
   *     otherwise
   * @param isStart whether the event is the guest's start
   * @param longEvents how many guests are at an event for long
   * @param processorTime for how long a thread had a processor, in nanoseconds; {@link
   *     ProcessorTime#UNKNOWN} when that cannot be told
   * @param processTime the same of all threads together
   */
  EventLimit(
      EventTimer timer,
      boolean timePasses,
      long nanos,
      BooleanSupplier isStart,
      IntSupplier longEvents,
      ToLongFunction<Thread> processorTime,
      LongSupplier processTime) {
    this.timer = timer;
    this.timePasses = timePasses;
    this.nanos = nanos;
    this.isStart = isStart;
    this.longEvents = longEvents;
    this.processorTime = processorTime;
    this.processTime = processTime;
  }

  /** Asked again and again while the event goes on; what came before the first time is free. */
  boolean isReached() {
    long elapsed = timer.elapsed();
    int event = timer.number();
    if (elapsed > 0 && event != seen) {
      seen = event;
      before = processorTime.applyAsLong(timer.thread());
      ofThread = before != ProcessorTime.UNKNOWN;
      if (!ofThread) {
        before = processTime.getAsLong();
      }
    }
    return timePasses ? elapsed > nanos && !hasWaited(elapsed) : elapsed >= nanos;
  }

  /** Whether an event that has gone on for this long has had less of a processor than its limit. */
  private boolean hasWaited(long elapsed) {
    boolean starts = isStart.getAsBoolean();
    long most = (starts ? PATIENCE : PATIENCE_LATER) * nanos;
    if (elapsed > most || timer.thread().getState() == Thread.State.TIMED_WAITING) {
      return false;
    }
    boolean startOfWhichNobodyCanTell = starts && !ofThread;
    if (startOfWhichNobodyCanTell && elapsed <= SHARES * nanos) {
      return true;
    }
    long now = ofThread ? processorTime.applyAsLong(timer.thread()) : processTime.getAsLong();
    if (before == ProcessorTime.UNKNOWN || now == ProcessorTime.UNKNOWN) {
      return false;
    }
    long allowed =
        startOfWhichNobodyCanTell ? SHARES * nanos * Math.max(1, longEvents.getAsInt()) : nanos;
    return now - before <= allowed;
  }
}
