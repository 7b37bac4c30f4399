package parigot.inspect;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The last lines of a process's log, for who looks at it while it runs. Whoever logs puts them in
 * and never waits. From any thread.
 */
public final class RecentLines {
  /** Those of this process. */
  public static final RecentLines OF_PROCESS = new RecentLines(2_000, 1 << 20);

  private final int most;
  private final int mostCharacters;
  private final ArrayDeque<Line> lines = new ArrayDeque<>();
  private int characters;
  private long next;
  private boolean fed;

  RecentLines(int most, int mostCharacters) {
    this.most = most;
    this.mostCharacters = mostCharacters;
  }

  /**
   * A line, or a few that belong together.
   *
   * @param number from 0, in their order
   * @param guest the guest that it is about, or nothing
   * @param level as {@code WARN}
   * @param message what is said
   * @param text the same with all that stands before it in the log, without an end of line
   */
  public record Line(
      long number, Instant time, String guest, String level, String message, String text) {
    int size() {
      return text.length() + message.length();
    }
  }

  /** Puts one in, and drops the oldest when there are too many. */
  public synchronized void add(
      Instant time, String guest, String level, String message, String text) {
    fed = true;
    Line line = new Line(next++, time, guest, level, message, text);
    lines.add(line);
    characters += line.size();
    while (lines.size() > most || (characters > mostCharacters && lines.size() > 1)) {
      characters -= lines.remove().size();
    }
    notifyAll();
  }

  /** From now on there are lines, though none was put in yet. */
  public synchronized void begin() {
    fed = true;
  }

  /** Whether anybody puts lines in. */
  synchronized boolean isFed() {
    return fed;
  }

  /** The number that the next one will have. */
  synchronized long next() {
    return next;
  }

  /** Those from this number on that are still there; perhaps none. */
  synchronized List<Line> from(long number) {
    return lines.stream().filter(line -> line.number() >= number).toList();
  }

  /** The last ones about a guest, or about anything. */
  synchronized List<Line> last(int count, String guest) {
    List<Line> wanted = new ArrayList<>(lines);
    wanted.removeIf(line -> !isAbout(line, guest));
    return List.copyOf(wanted.subList(Math.max(0, wanted.size() - count), wanted.size()));
  }

  /** Waits until there is one of this number. */
  synchronized void await(long number) throws InterruptedException {
    while (next <= number) {
      wait();
    }
  }

  /**
   * Whether a line is about a guest, or one of its instances.
   *
   * @param guest nothing for any
   */
  static boolean isAbout(Line line, String guest) {
    return guest.isEmpty()
        || line.guest().equals(guest)
        || (line.guest().startsWith(guest + ".")
            && line.guest().substring(guest.length() + 1).chars().allMatch(Character::isDigit));
  }
}
