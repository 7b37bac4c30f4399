package parigot.servers;

/** Which names the plugins take. */
final class Names {
  private Names() {}

  /** A letter, then letters, digits, dots, underscores or hyphens. */
  static boolean isQueue(String name) {
    return isName(name, "._-");
  }

  /** A letter, then letters or digits. */
  static boolean isDatabase(String name) {
    return isName(name, "");
  }

  /** Begins with a slash, and has only letters, digits and slashes; or nothing at all. */
  static boolean isBucketPath(String path) {
    boolean good = path.isEmpty() || path.charAt(0) == '/';
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      good &= isLetter(c) || isDigit(c) || c == '/';
    }
    return good;
  }

  private static boolean isName(String name, String alsoInside) {
    boolean good = !name.isEmpty() && isLetter(name.charAt(0));
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      good &= isLetter(c) || isDigit(c) || alsoInside.indexOf(c) >= 0;
    }
    return good;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
