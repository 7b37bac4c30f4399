package parigot.bench;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param rounds how often each subject has its turn; they take turns, so that what else the machine
 *     does meets them all
 * @param warmups how many iterations of a turn do not count
 * @param iterations how many do
 * @param iteration how long each is
 */
record Effort(int rounds, int warmups, int iterations, Duration iteration) {
  static final Effort FULL = new Effort(2, 4, 2, Duration.ofSeconds(1));
  static final Effort QUICK = new Effort(1, 1, 1, Duration.ofMillis(250));

  /** The same with a longer run before what counts. */
  Effort warmedUp(int times) {
    return isQuick() ? this : new Effort(rounds, times * warmups, iterations, iteration);
  }

  boolean isQuick() {
    return rounds == 1;
  }
}
