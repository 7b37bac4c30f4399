package parigot.wasm;

/** Texts out of modules, made fit for a log and a terminal: on one line, without control, short. */
final class Printable {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_SENTENCE = 400;

  private Printable() {}

  /** A name that a module's author chose. */
  static String name(String name) {
    return of(name, LONGEST_NAME);
  }

  /** A message that may quote such names. */
  static String sentence(String sentence) {
    return of(sentence, LONGEST_SENTENCE);
  }

  private static String of(String text, int longest) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), longest));
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      String next = steers(c) ? "\\u%04x".formatted(c) : Character.toString(c);
      i += Character.charCount(c);
      // The last place is the ellipsis', unless the text ends right here.
      if (shown.length() + next.length() > (i < text.length() ? longest - 1 : longest)) {
        return shown.append('…').toString();
      }
      shown.append(next);
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
