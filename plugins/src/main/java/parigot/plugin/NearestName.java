package parigot.plugin;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * Guesses which of the known names somebody meant who wrote one that is not known. From any thread.
 */
public final class NearestName {
  private NearestName() {}

  /**
   * The known name that the fewest edits lead to, when these are few enough for a slip of the
   * keyboard.
   */
  public static Optional<String> of(String written, Collection<String> known) {
    int mostEdits = Math.max(2, written.length() / 3);
    return known.stream()
        .filter(name -> edits(written, name) <= mostEdits)
        .min(
            Comparator.comparingInt((String name) -> edits(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /**
   * What to tell who wrote it: {@code did you mean port?}, or else {@code known are interface,
   * port.}, the names in the order of the collection.
   */
  public static String hint(String written, Collection<String> known) {
    return of(written, known)
        .map("did you mean %s?"::formatted)
        .orElseGet(() -> "known are %s.".formatted(String.join(", ", known)));
  }

  private static int edits(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] before = new int[b.length() + 1];
    int[] twoBefore = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], before[j]) + 1, before[j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], twoBefore[j - 2] + 1);
        }
      }
      twoBefore = before;
      before = row;
    }
    return before[b.length()];
  }
}
