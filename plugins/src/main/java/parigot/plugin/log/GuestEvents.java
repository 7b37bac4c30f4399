package parigot.plugin.log;

import com.google.protobuf.Timestamp;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import log.v1.host.LogLevel;
import log.v1.host.LogPlugin;
import log.v1.host.LogRequest;
import log.v1.host.LogResponse;
import org.slf4j.event.Level;
import parigot.plugin.Caller;
import parigot.plugin.GuestLog;
import parigot.plugin.TokenBucket;

/** Puts guests' events into the log, so many a second for each guest. From any thread. */
final class GuestEvents implements LogPlugin {
  private static final long REPORT_MILLIS = 1000;

  private final LogSettings settings;
  private final Clock clock;
  private final Map<String, TokenBucket> limits = new ConcurrentHashMap<>();
  private final AtomicLong lastReport;

  GuestEvents(LogSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.lastReport = new AtomicLong(clock.millis());
  }

  @Override
  public LogResponse log(LogRequest request, Caller caller) {
    Level level = level(request.getLevel());
    if (GuestLog.isEnabled(level)) {
      long now = clock.millis();
      boolean passes =
          limits
              .computeIfAbsent(
                  caller.guest(),
                  guest -> new TokenBucket(settings.linesPerSecond(), settings.burst(), now))
              .passes(1, now);
      reportFromTimeToTime(now);
      if (passes) {
        GuestLog.log(
            caller.guest(),
            level,
            request.hasStamp() ? instant(request.getStamp()) : Optional.empty(),
            request.getLevel() == LogLevel.LOG_LEVEL_FATAL
                ? Optional.of(GuestLog.FATAL)
                : Optional.empty(),
            caller.trace(),
            cutToLength(request.getMessage()));
      }
    }
    return LogResponse.getDefaultInstance();
  }

  /** Says of each guest how many of its lines were cut since this was said last. */
  void reportCuts() {
    limits.forEach(
        (guest, limit) -> {
          long cut = limit.takeRefused();
          if (cut > 0) {
            GuestLog.log(
                guest,
                Level.WARN,
                "%d lines of this guest were cut: it logs more than %d a second"
                    .formatted(cut, settings.linesPerSecond()));
          }
        });
  }

  private void reportFromTimeToTime(long now) {
    long before = lastReport.get();
    if (Math.abs(now - before) >= REPORT_MILLIS && lastReport.compareAndSet(before, now)) {
      reportCuts();
    }
  }

  private String cutToLength(String message) {
    int most = settings.longestMessage();
    if (message.length() <= most) {
      return message;
    }
    int end = Character.isHighSurrogate(message.charAt(most - 1)) ? most - 1 : most;
    return "%s… (%d characters more)".formatted(message.substring(0, end), message.length() - end);
  }

  private static Level level(LogLevel level) {
    return switch (level) {
      case LOG_LEVEL_FATAL, LOG_LEVEL_ERROR -> Level.ERROR;
      case LOG_LEVEL_WARNING -> Level.WARN;
      case LOG_LEVEL_DEBUG -> Level.DEBUG;
      case LOG_LEVEL_INFO, LOG_LEVEL_UNSPECIFIED, UNRECOGNIZED -> Level.INFO;
    };
  }

  /** A time that no calendar has is a guest's mistake, for which its line need not be lost. */
  private static Optional<Instant> instant(Timestamp stamp) {
    try {
      return Optional.of(Instant.ofEpochSecond(stamp.getSeconds(), stamp.getNanos()));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
