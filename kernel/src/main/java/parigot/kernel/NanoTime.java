package parigot.kernel;

import java.time.Duration;
import java.util.OptionalLong;

/** Points in time, in nanoseconds. */
public final class NanoTime {
  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

  private NanoTime() {}

  /** So much later; what lies beyond the end of time is its end. */
  public static long after(long now, Duration duration) {
    long nanos = duration.compareTo(FOR_EVER) >= 0 ? Long.MAX_VALUE : duration.toNanos();
    return now > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : now + nanos;
  }

  /** So many milliseconds. */
  public static long nanosOfMillis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  /** For a person: whole seconds as seconds, all else in milliseconds. */
  public static String print(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
  }

  /** The earlier of two, of which each may never come. */
  public static OptionalLong earlier(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
  }
}
