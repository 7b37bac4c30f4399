package parigot.runtime.machine;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;

/**
 * The time of an application. It is given one at its start, and nothing in it asks another: so a
 * test or a simulation owns the time. From any thread.
 */
public interface Time {

  /** The time of day. */
  Clock clock();

  /**
   * A clock that only goes forward, in nanoseconds, from an origin of its own: never negative. The
   * kernel reads it and so do guests, who are told the deadlines of calls in it.
   */
  long nanos();

  /**
   * Waits for this long.
   *
   * @throws InterruptedException when the thread is interrupted meanwhile
   */
  void sleep(Duration time) throws InterruptedException;

  /**
   * Waits until somebody signals this condition, whose lock the thread holds, but no longer than
   * this.
   *
   * @param lock the condition's
   * @param until whether there is nothing to wait for any more, as after a signal; answers without
   *     the lock, from any thread
   * @param nanos {@link Long#MAX_VALUE} for as long as it takes
   * @return how much of the time is left; none, or less, when all of it has passed
   * @throws InterruptedException when the thread is interrupted meanwhile
   */
  long await(Lock lock, Condition condition, BooleanSupplier until, long nanos)
      throws InterruptedException;

  /**
   * Waits for this result, but no longer than this.
   *
   * @throws TimeoutException when it is not there by then
   * @throws ExecutionException when there is none, but a failure
   * @throws InterruptedException when the thread is interrupted meanwhile
   */
  <T> T await(CompletableFuture<T> result, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException;

  /**
   * Whether it goes on while something is done, as the machine's does. If not, what takes long does
   * so by this time alone, and nobody was kept from a processor.
   */
  default boolean passesByItself() {
    return true;
  }

  /** The machine's own clocks. */
  static Time ofThisMachine() {
    return MachineTime.INSTANCE;
  }
}
