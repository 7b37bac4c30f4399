package parigot.plugin.httpconnector;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import parigot.plugin.GuestLog;

/**
 * Lines about requests, so few of a kind in a while, with a count of those that were left out. What
 * clients and guests wrote is shown printable and short. From any thread.
 */
final class LimitedLog {
  private static final int LINES = 10;
  private static final Duration WHILE = Duration.ofSeconds(10);
  private static final int LONGEST = 200;

  private final Logger log;
  private final Clock clock;
  private final Map<String, Kind> kinds = new HashMap<>();

  private static final class Kind {
    private long began;
    private int lines;
    private long leftOut;
  }

  LimitedLog(Logger log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * Logs a line.
   *
   * @param kind one of a few
   * @param request what the client wrote
   * @param outcome what became of it, and why
   */
  void line(Level level, String kind, String request, String outcome) {
    if (!log.isEnabledForLevel(level)) {
      return;
    }
    long leftOut;
    synchronized (this) {
      Kind its = kinds.computeIfAbsent(kind, added -> new Kind());
      long now = clock.millis();
      if (now - its.began >= WHILE.toMillis() || now < its.began) {
        its.began = now;
        its.lines = 0;
      }
      if (its.lines == LINES) {
        its.leftOut++;
        return;
      }
      its.lines++;
      leftOut = its.leftOut;
      its.leftOut = 0;
    }
    log.atLevel(level)
        .log(
            "{} {}{}",
            shown(request),
            shown(outcome),
            leftOut == 0 ? "" : " (and %d more of this kind before)".formatted(leftOut));
  }

  /** Says what was left out and not told yet. */
  synchronized void tellLeftOut() {
    kinds.forEach(
        (kind, its) -> {
          if (its.leftOut > 0) {
            log.warn("{} more requests were {}", its.leftOut, kind);
            its.leftOut = 0;
          }
        });
  }

  private static String shown(String text) {
    String printable = GuestLog.printable(text.length() > LONGEST ? cut(text) : text);
    return printable.length() > 2 * LONGEST ? cut(printable) : printable;
  }

  private static String cut(String text) {
    return text.substring(0, LONGEST) + "...";
  }
}
