package parigot.protoc;

import java.util.Locale;

/**
 * Names with underscores, as the contract with guests has them: one only at a step from a lower to
 * an upper letter, so {@code NutsDB} is {@code nuts_db} and {@code HTTPServer} is {@code
 * httpserver}. A name of one letter stays.
 */
final class SnakeCase {
  private SnakeCase() {}

  static String of(String name) {
    if (name.length() == 1) {
      return name;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char next = name.charAt(i);
      if (i > 0 && isUpper(next) && isLower(name.charAt(i - 1))) {
        text.append('_');
      }
      text.append(next);
    }
    return text.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }
}
