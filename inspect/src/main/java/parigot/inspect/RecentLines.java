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
   * @param guest the guest that has said it, or nothing
   * @param about the guests that it is about, if somebody else has said it
   * @param level as {@code WARN}
   * @param trace the id of the trace that it is a part of, or nothing
   * @param message what is said
   * @param text the same with all that stands before it in the log, without an end of line
   */
  public record Said(
      Instant time,
      String guest,
      List<String> about,
      String level,
      String trace,
      String message,
      String text) {
    int size() {
      return text.length() + message.length();
    }
  }

  /**
   * @param number from 0, in their order
   */
  record Line(long number, Said said) {}

  /** Puts one in, and drops the oldest when there are too many. */
  public synchronized void add(Said said) {
    fed = true;
    lines.add(new Line(next++, said));
    characters += said.size();
    while (lines.size() > most || (characters > mostCharacters && lines.size() > 1)) {
      characters -= lines.remove().said().size();
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
   * Whether a guest, or one of its instances, has said a line, or is what it is about.
   *
   * @param guest nothing for any
   */
  static boolean isAbout(Line line, String guest) {
    return guest.isEmpty()
        || isOf(line.said().guest(), guest)
        || line.said().about().stream().anyMatch(label -> isOf(label, guest));
  }

  /**
   * @param label as logs have it: {@code shop}, {@code shop.2}, or {@code b/shop} of another node
   */
  private static boolean isOf(String label, String guest) {
    String here = label.substring(label.indexOf('/') + 1);
    return here.equals(guest)
        || (here.startsWith(guest + ".")
            && here.substring(guest.length() + 1).chars().allMatch(Character::isDigit));
  }
}
