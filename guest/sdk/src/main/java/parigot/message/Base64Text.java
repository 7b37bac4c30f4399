package parigot.message;

/** Base64 of RFC 4648: written with the usual letters, read with those for addresses too. */
final class Base64Text {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private Base64Text() {}

  static String write(Bytes bytes) {
    byte[] array = bytes.array();
    StringBuilder text = new StringBuilder((array.length + 2) / 3 * 4);
    for (int i = 0; i < array.length; i += 3) {
      int left = array.length - i;
      int bits = (array[i] & 0xff) << 16;
      bits |= left > 1 ? (array[i + 1] & 0xff) << 8 : 0;
      bits |= left > 2 ? array[i + 2] & 0xff : 0;
      text.append(LETTERS.charAt(bits >> 18)).append(LETTERS.charAt(bits >> 12 & 63));
      text.append(left > 1 ? LETTERS.charAt(bits >> 6 & 63) : '=');
      text.append(left > 2 ? LETTERS.charAt(bits & 63) : '=');
    }
    return text.toString();
  }

  static Bytes read(String text, JsonPath path) {
    int end = text.length();
    while (end > 0 && text.length() - end < 2 && text.charAt(end - 1) == '=') {
      end--;
    }
    boolean padded = end < text.length();
    if (end % 4 == 1 || (padded && text.length() % 4 != 0)) {
      throw path.wrong(text, "a text in base64");
    }
    byte[] bytes = new byte[end * 3 / 4];
    int bits = 0;
    int count = 0;
    int at = 0;
    if (hasAny(text, '+', '/') && hasAny(text, '-', '_')) {
      throw path.wrong(text, "a text in base64");
    }
    for (int i = 0; i < end; i++) {
      int value = value(text.charAt(i));
      if (value < 0) {
        throw path.wrong(text, "a text in base64");
      }
      bits = bits << 6 | value;
      count += 6;
      if (count >= 8) {
        count -= 8;
        bytes[at++] = (byte) (bits >> count);
      }
    }
    return Bytes.own(bytes);
  }

  private static boolean hasAny(String text, char one, char other) {
    return text.indexOf(one) >= 0 || text.indexOf(other) >= 0;
  }

  private static int value(char letter) {
    return letter == '-' ? 62 : letter == '_' ? 63 : LETTERS.indexOf(letter);
  }
}
