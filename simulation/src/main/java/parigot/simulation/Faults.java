package parigot.simulation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What may happen in a run beside what always does.
 *
 * @param longestDelay how long a message may be under way, from a guest to its kernel or back; none
 *     when that is zero
 * @param lasting how long, in its own time, an application runs before it is told to end
 */
public record Faults(Duration longestDelay, Duration lasting) {
  /** Any order of what happens at once, and nothing else. */
  public static final Faults NONE = new Faults(Duration.ZERO, Duration.ofMinutes(1));

  public Faults {
    requireNonNull(longestDelay);
    requireNonNull(lasting);
  }

  /** The same with messages under way for this long at most. */
  public Faults delays(Duration longest) {
    return new Faults(longest, lasting);
  }

  /** The same for an application that is told to end after this long. */
  public Faults lasting(Duration time) {
    return new Faults(longestDelay, time);
  }
}
