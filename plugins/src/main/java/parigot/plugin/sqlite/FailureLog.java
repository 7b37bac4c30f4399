package parigot.plugin.sqlite;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what fails in a database: each reason once a minute, with how often it was since, for a full
 * disk fails each call. From any thread.
 */
public final class FailureLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
  private static final long QUIET_MILLIS = 60_000;
  private static final int MOST_REASONS = 100;

  private static final class Seen {
    private long at;
    private long more;
  }

  private final String database;
  private final Clock clock;
  private final Map<String, Seen> reasons = new HashMap<>();

  /** What fails in this database, or these. */
  public FailureLog(String database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A failure.
   *
   * @param what failed, as in "a call"
   */
  public synchronized void log(String what, Throwable cause) {
    String line = "%s: %s failed: %s".formatted(database, what, cause.getMessage());
    LOG.debug("{}: {} failed", database, what, cause);
    long now = clock.millis();
    Seen seen = reasons.get(line);
    if (seen == null) {
      if (reasons.size() >= MOST_REASONS) {
        close();
      }
      seen = new Seen();
      seen.at = now;
      reasons.put(line, seen);
      LOG.error("{}", line);
    } else if (Math.abs(now - seen.at) < QUIET_MILLIS) {
      seen.more++;
    } else {
      LOG.error("{} ({} times more since this was said last)", line, seen.more);
      seen.at = now;
      seen.more = 0;
    }
  }

  /** Says how often what was not said. */
  public synchronized void close() {
    reasons.forEach(
        (line, seen) -> {
          if (seen.more > 0) {
            LOG.error("{} ({} times more since this was said last)", line, seen.more);
          }
        });
    reasons.clear();
  }
}
