package parigot.simulation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What may happen in a run beside what always does.
 *
 * @param kinds what may go wrong; how often it does, if at all, is another in each run
 * @param longestDelay how long a {@link Fault#LATE} message is under way at most
 * @param lasting how long, in its own time, an application runs before it is told to end
 */
public record Faults(Set<Fault> kinds, Duration longestDelay, Duration lasting) {
  /** Any order of what happens at once, and nothing else. */
  public static final Faults NONE =
      new Faults(Set.of(), Duration.ofMillis(200), Duration.ofMinutes(1));

  public Faults {
    requireNonNull(longestDelay);
    requireNonNull(lasting);
    kinds = kinds.isEmpty() ? Set.of() : EnumSet.copyOf(kinds);
  }

  /** These may happen. */
  public static Faults of(Fault... kinds) {
    return new Faults(Set.copyOf(List.of(kinds)), NONE.longestDelay(), NONE.lasting());
  }

  /** The same with late messages under way for this long at most. */
  public Faults delays(Duration longest) {
    return new Faults(kinds, longest, lasting);
  }

  /** The same for an application that is told to end after this long. */
  public Faults lasting(Duration time) {
    return new Faults(kinds, longestDelay, time);
  }

  boolean have(Fault kind) {
    return kinds.contains(kind);
  }
}
