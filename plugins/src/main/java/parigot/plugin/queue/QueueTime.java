package parigot.plugin.queue;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of a database of queues, in nanoseconds. Beyond what they count to, in the year 2262, it
 * begins anew, which is no worse than a clock that is set back: messages that are hidden until a
 * time that was near then stay so for the visibility time-out at most. Used by one thread at a
 * time.
 */
final class QueueTime {
  private static final long SECOND = 1_000_000_000;
  private static final long MOST_SECONDS =
      Long.MAX_VALUE / SECOND - Duration.ofDays(400).toSeconds();

  /** A clock that is put right by less does no harm. */
  private static final long SLACK = SECOND;

  private final Clock clock;
  private final long visibility;

  /** The latest that it was; none yet, before which the database may know a later one. */
  private long latest = Long.MAX_VALUE;

  QueueTime(Clock clock, Duration visibility) {
    this.clock = clock;
    this.visibility = visibility.toNanos();
  }

  /** The time without a database to put right. */
  long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() % MOST_SECONDS * SECOND + now.getNano();
  }

  /** Until when a message is hidden that is delivered at this time. */
  long hiddenUntil(long now) {
    return now + visibility;
  }

  /** The time; if it has been set back, what is hidden by the old one is put right first. */
  long now(QueueTables tables) throws SQLException {
    long now = now();
    if (now < latest - SLACK) {
      tables.showAllBy(hiddenUntil(now));
      latest = now;
    }
    latest = Math.max(latest, now);
    return now;
  }
}
