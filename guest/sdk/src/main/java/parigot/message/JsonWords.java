package parigot.message;

import java.util.ArrayList;
import java.util.List;

/** Takes texts apart without the regular expressions of {@code String.split}, which are large. */
final class JsonWords {
  private JsonWords() {}

  /** What stands between the separators: one more than there are of them, and at most so many. */
  static List<String> split(String text, char separator, int most) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator);
        end >= 0 && words.size() < most - 1;
        end = text.indexOf(separator, start)) {
      words.add(text.substring(start, end));
      start = end + 1;
    }
    words.add(text.substring(start));
    return words;
  }
}
