package parigot.kernel;

/** How long texts are where they are sent. */
public final class Utf8 {
  private Utf8() {}

  /** How many bytes this text has in UTF-8, without making them. */
  public static int length(String text) {
    int bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        // Two characters are four bytes, and a lone one is replaced by three.
        bytes += 1;
      } else if (c > 0x7ff) {
        bytes += 2;
      } else if (c > 0x7f) {
        bytes += 1;
      }
    }
    return bytes;
  }
}
