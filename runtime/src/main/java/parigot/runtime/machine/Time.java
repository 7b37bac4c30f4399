package parigot.runtime.machine;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;

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
   * @return how much of the time is left; none, or less, when all of it has passed
   * @throws InterruptedException when the thread is interrupted meanwhile
   */
  long await(Condition condition, long nanos) throws InterruptedException;

  /**
   * Waits for this result, but no longer than this.
   *
   * @throws TimeoutException when it is not there by then
   * @throws ExecutionException when there is none, but a failure
   * @throws InterruptedException when the thread is interrupted meanwhile
   */
  <T> T await(Future<T> result, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException;

  /** The machine's own clocks. */
  static Time ofThisMachine() {
    return MachineTime.INSTANCE;
  }
}
