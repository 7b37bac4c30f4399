package parigot.runtime.guest;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which of a guest's slow events the log is told of: of each kind one a minute, with the number of
 * those that were left out. Used on the guest's thread.
 */
final class SlowEvents {
  private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** So many kinds are kept apart; then all begin anew. */
  private static final int MOST_KINDS = 1_000;

  private final LongSupplier clock;
  private final Map<String, Kind> kinds = new HashMap<>();

  private static final class Kind {
    private final long toldAt;
    private long leftOut;

    Kind(long toldAt) {
      this.toldAt = toldAt;
    }
  }

  /**
   * @param clock in nanoseconds
   */
  SlowEvents(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Counts one more.
   *
   * @return how many were left out since the last that was told of; negative when this one is to be
   *     left out too
   */
  long count(String kind) {
    long now = clock.getAsLong();
    Kind before = kinds.get(kind);
    if (before != null && now - before.toldAt < PAUSE_NANOS) {
      before.leftOut++;
      return -1;
    }
    if (kinds.size() >= MOST_KINDS) {
      kinds.clear();
    }
    kinds.put(kind, new Kind(now));
    return before == null ? 0 : before.leftOut;
  }
}
