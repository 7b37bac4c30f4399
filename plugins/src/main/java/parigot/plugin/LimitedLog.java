package parigot.plugin;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Lines of which there may be as many as guests or clients want: so few of a kind in a while, and
 * the next one says how many were left out. What others wrote is shown printable, and short. From
 * any thread.
 */
public final class LimitedLog {
  private static final int LINES = 10;
  private static final Duration WHILE = Duration.ofSeconds(10);
  private static final int LONGEST = 1000;

  /** Kinds may be made by guests too; the one that was quiet for longest is forgotten. */
  private static final int MOST_KINDS = 1000;

  private final Logger log;
  private final Clock clock;
  private final Map<String, Kind> kinds =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kind> eldest) {
          return size() > MOST_KINDS;
        }
      };

  private static final class Kind {
    private long began = Long.MIN_VALUE;
    private int lines;
    private long leftOut;
  }

  /**
   * @param log what the lines go to
   * @param clock tells when a while is over; one that is set back begins another
   */
  public LimitedLog(Logger log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * Logs a line, if it is not one too many.
   *
   * @param kind which lines it is counted with: for whom, and for what reason
   * @param sentence the line
   * @return whether it was logged
   */
  public boolean line(Level level, String kind, String sentence) {
    if (!log.isEnabledForLevel(level)) {
      return false;
    }
    OptionalLong leftOut = leftOutBefore(kind);
    if (leftOut.isEmpty()) {
      return false;
    }
    String shown = GuestLog.printable(shortened(sentence));
    if (leftOut.getAsLong() == 0) {
      log.atLevel(level).log("{}", shown);
    } else {
      log.atLevel(level).log("{} ({} more of this kind were left out)", shown, leftOut.getAsLong());
    }
    return true;
  }

  /** How many were left out before this one; nothing when this one is, too. */
  private synchronized OptionalLong leftOutBefore(String kind) {
    Kind its = kinds.computeIfAbsent(kind, added -> new Kind());
    long now = clock.millis();
    if (now < its.began || now - WHILE.toMillis() >= its.began) {
      its.began = now;
      its.lines = 0;
    }
    if (its.lines == LINES) {
      its.leftOut++;
      return OptionalLong.empty();
    }
    its.lines++;
    long before = its.leftOut;
    its.leftOut = 0;
    return OptionalLong.of(before);
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }
}
