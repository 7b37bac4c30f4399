package parigot.kernel;

import java.time.Duration;

/**
 * When a server that has ended is started again.
 *
 * <p>The first restart comes {@code min} after the end, each further one after twice as long as the
 * one before, up to {@code max}; each wait is lengthened by up to a fifth, by chance, so that
 * guests that ended together do not start together for ever. Once a guest has lived for {@code
 * within}, all this begins anew. After {@code ceiling} restarts without that it stays ended.
 *
 * @param when after which ends
 * @param min the wait before the first restart
 * @param max the longest wait
 * @param ceiling how many restarts there may be in a row
 * @param within how long a guest must live for its earlier ends to count no more
 */
public record RestartPolicy(When when, Duration min, Duration max, int ceiling, Duration within) {

  /** It stays ended. */
  public static final RestartPolicy NEVER =
      new RestartPolicy(
          When.NEVER, Duration.ofSeconds(1), Duration.ofSeconds(30), 10, Duration.ofMinutes(1));

  /** After which ends a guest is started again. */
  public enum When {
    NEVER,
    /** A trap, a limit, an exit with a code other than 0, or one that it had not asked for. */
    ON_FAILURE,
    ALWAYS
  }

  public RestartPolicy {
    if (min.isNegative() || max.compareTo(min) < 0 || ceiling < 1 || within.isNegative()) {
      throw new IllegalArgumentException(
          "%s to %s, ceiling %d, within %s: expected 0 <= min <= max, a ceiling of at least 1, within >= 0."
              .formatted(min, max, ceiling, within));
    }
  }

  /** Whether a guest is started again after such an end. */
  public boolean covers(boolean failure) {
    return when == When.ALWAYS || (when == When.ON_FAILURE && failure);
  }

  /** The wait before the restart that follows so many others, without the part that is chance. */
  public Duration backoff(int before) {
    long doublings = Math.min(before, 62);
    long longest = max.toNanos() >> doublings;
    return min.toNanos() > longest ? max : min.multipliedBy(1L << doublings);
  }
}
