package parigot.guest;

import java.time.Duration;

/** Where the time of a program comes from: the host, or a test. */
interface Clock {
  /** Runs it once, after this time. */
  Timer after(Duration delay, Runnable action);

  /** Nanoseconds since some moment, for measuring how much time has passed. */
  long nanoTime();

  /**
   * The clock of the program that runs.
   *
   * @throws IllegalStateException on a plain Java virtual machine without a {@link ManualTime}
   */
  static Clock current() {
    return CurrentClock.get();
  }
}
