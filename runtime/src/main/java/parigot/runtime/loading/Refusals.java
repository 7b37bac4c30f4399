package parigot.runtime.loading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import parigot.runtime.StartException;

/** Why an application cannot start: all that is known of it, and not only what came first. */
final class Refusals {
  private final Map<String, TreeSet<String>> guestsBySentence = new LinkedHashMap<>();
  private final List<StartException> others = new ArrayList<>();
  private Optional<Throwable> first = Optional.empty();

  /**
   * A guest cannot be started.
   *
   * @param sentence why, without its name; several guests with one reason are told of together
   */
  void add(String guest, String sentence, Throwable cause) {
    guestsBySentence.computeIfAbsent(sentence, s -> new TreeSet<>()).add(guest);
    first = first.or(() -> Optional.of(cause));
  }

  /** Something else keeps the application from starting, and says so in its message. */
  void add(StartException other) {
    others.add(other);
  }

  /** Whether nothing was refused yet. */
  boolean isEmpty() {
    return guestsBySentence.isEmpty() && others.isEmpty();
  }

  /** Throws all of it as one, a line for each. */
  void throwIfAny() {
    if (isEmpty()) {
      return;
    }
    if (guestsBySentence.isEmpty() && others.size() == 1) {
      throw others.get(0);
    }
    List<String> lines = new ArrayList<>();
    guestsBySentence.forEach((sentence, guests) -> lines.add(line(guests, sentence)));
    others.forEach(other -> lines.add(other.getMessage()));
    StartException all =
        new StartException(
            lines.size() == 1 ? lines.get(0) : ended(lines), first.orElseGet(() -> others.get(0)));
    others.forEach(all::addSuppressed);
    throw all;
  }

  static String line(Iterable<String> guests, String sentence) {
    String names = String.join(", ", guests);
    return "%s %s: %s".formatted(names.contains(",") ? "guests" : "guest", names, sentence);
  }

  private static String ended(List<String> lines) {
    return String.join(
        "\n", lines.stream().map(line -> line.matches("(?s).*[.?]") ? line : line + ".").toList());
  }
}
