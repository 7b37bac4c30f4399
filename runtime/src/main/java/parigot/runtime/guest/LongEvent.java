package parigot.runtime.guest;

import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import parigot.runtime.machine.ProcessorTime;

/**
 * Whether the event that a guest is at has taken so long that others must no longer wait for it to
 * end. Not when the guest has been kept from its processor for that time: on a busy machine most
 * events that seem long are short, and further threads would only make it busier.
 *
 * <p>Belongs to the watchdog's thread.
 */
final class LongEvent {
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** How much of a processor's time between two looks shows that the guest computes. */
  private static final long COMPUTED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final EventTimer timer;
  private final boolean timePasses;
  private final ToLongFunction<Thread> processorTime;
  private int suspected;
  private long before;

  /**
   * @param timePasses whether the timer's time goes on while the guest computes; what two looks
   *     find the guest at takes long otherwise
   * @param processorTime for how long a thread had a processor, in nanoseconds; {@link
   *     ProcessorTime#UNKNOWN} when that cannot be told
   */
  LongEvent(EventTimer timer, boolean timePasses, ToLongFunction<Thread> processorTime) {
    this.timer = timer;
    this.timePasses = timePasses;
    this.processorTime = processorTime;
  }

  /** What a look at the event shows. */
  enum Seen {
    SHORT,
    /** Perhaps; another look will show. */
    PERHAPS,
    LONG
  }

  Seen look() {
    if (timer.isPaused() || (timePasses && timer.elapsed() <= LONG_NANOS)) {
      return Seen.SHORT;
    }
    int event = timer.number();
    Thread thread = timer.thread();
    long now = processorTime.applyAsLong(thread);
    if (now == ProcessorTime.UNKNOWN || thread.getState() != Thread.State.RUNNABLE) {
      return Seen.LONG;
    }
    if (event != suspected) {
      suspected = event;
      before = now;
      return Seen.PERHAPS;
    }
    return now - before >= COMPUTED_NANOS ? Seen.LONG : Seen.PERHAPS;
  }
}
