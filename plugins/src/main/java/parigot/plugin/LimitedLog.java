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
 * the next one, or {@link #tellLeftOut}, says how many were left out. What others wrote is shown
 * printable, and short. From any thread.
 */
public final class LimitedLog {
  private static final int LINES = 10;
  private static final Duration WHILE = Duration.ofSeconds(10);
  private static final int LONGEST = 1000;
  private static final int LONGEST_PART = 200;

  /** Kinds may be made by guests too; the one that was quiet for longest is forgotten. */
  private static final int MOST_KINDS = 1000;

  private final Logger log;
  private final Clock clock;
  private final Map<String, Kind> kinds =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kind> eldest) {
          if (size() <= MOST_KINDS) {
            return false;
          }
          tellLeftOut(eldest.getKey(), eldest.getValue());
          return true;
        }
      };

  private static final class Kind {
    private Level level = Level.DEBUG;
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
    OptionalLong leftOut = leftOutBefore(level, kind);
    if (leftOut.isEmpty()) {
      return false;
    }
    String shown = shown(sentence, LONGEST);
    if (leftOut.getAsLong() == 0) {
      log.atLevel(level).log("{}", shown);
    } else {
      log.atLevel(level).log("{} ({} more of this kind were left out)", shown, leftOut.getAsLong());
    }
    return true;
  }

  /** How many were left out before this one; nothing when this one is, too. */
  private synchronized OptionalLong leftOutBefore(Level level, String kind) {
    Kind its = kinds.computeIfAbsent(kind, added -> new Kind());
    its.level = level;
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

  /** Says what was left out and not told yet: from time to time, and at the end. */
  public synchronized void tellLeftOut() {
    kinds.forEach(this::tellLeftOut);
  }

  private void tellLeftOut(String kind, Kind its) {
    if (its.leftOut > 0) {
      log.atLevel(its.level).log("{} more were left out: {}", its.leftOut, shown(kind, LONGEST));
      its.leftOut = 0;
    }
  }

  /** What somebody wrote, to be a part of a line: printable, and short. */
  public static String part(String text) {
    return shown(text, LONGEST_PART);
  }

  /** What is written out may be longer than it was. */
  private static String shown(String text, int longest) {
    String printable = GuestLog.printable(shortened(text, longest));
    return printable.length() > 2 * longest ? shortened(printable, longest) : printable;
  }

  private static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "…";
  }
}
