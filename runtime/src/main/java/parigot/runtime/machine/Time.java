package parigot.runtime.machine;

import java.time.Clock;
import java.time.Duration;

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

  /** The machine's own clocks. */
  static Time ofThisMachine() {
    return MachineTime.INSTANCE;
  }
}
