package parigot.kernel;

/** Texts of guests, made fit for a log and a terminal: on one line, without control, and short. */
public final class Printable {
  private Printable() {}

  /**
   * The text with what would steer a terminal or forge a line written out, cut to so many
   * characters, none of them torn.
   */
  public static String of(String text, int longest) {
    return shortened(escaped(shortened(text, longest)), longest);
  }

  private static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
    return text.substring(0, end) + "…";
  }

  private static String escaped(String text) {
    int i = 0;
    while (i < text.length() && !steers(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    if (i >= text.length()) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, i);
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (steers(c)) {
        shown.append("\\u%04x".formatted(c));
      } else {
        shown.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    return shown.toString();
  }

  /** Control characters, ends of lines, changes of the writing's direction, half pairs. */
  private static boolean steers(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
