package parigot.message;

/**
 * Reads UTF-8. Going through a {@code Charset} costs a guest most of the time that it takes to
 * parse a message, and replaces what is wrong, which protobuf wants refused.
 */
final class Utf8 {
  private Utf8() {}

  static String decode(byte[] bytes, int start, int length) {
    char[] chars = new char[length];
    int end = start + length;
    int at = start;
    int count = 0;
    while (at < end) {
      int first = bytes[at++];
      if (first >= 0) {
        chars[count++] = (char) first;
      } else if (first < (byte) 0xe0) {
        // 0xc0 and 0xc1 would be longer forms of ASCII.
        if (first < (byte) 0xc2) {
          throw malformed();
        }
        chars[count++] = (char) ((first & 0x1f) << 6 | continuation(bytes, at++, end));
      } else if (first < (byte) 0xf0) {
        int code =
            (first & 0x0f) << 12
                | continuation(bytes, at++, end) << 6
                | continuation(bytes, at++, end);
        if (code < 0x800 || (code >= 0xd800 && code <= 0xdfff)) {
          throw malformed();
        }
        chars[count++] = (char) code;
      } else {
        int code =
            (first & 0x0f) << 18
                | continuation(bytes, at++, end) << 12
                | continuation(bytes, at++, end) << 6
                | continuation(bytes, at++, end);
        if (code < 0x10000 || code > 0x10ffff) {
          throw malformed();
        }
        chars[count++] = (char) (0xd800 - (0x10000 >> 10) + (code >> 10));
        chars[count++] = (char) (0xdc00 + (code & 0x3ff));
      }
    }
    return new String(chars, 0, count);
  }

  private static int continuation(byte[] bytes, int at, int end) {
    if (at >= end || (bytes[at] & 0xc0) != 0x80) {
      throw malformed();
    }
    return bytes[at] & 0x3f;
  }

  private static MalformedMessageException malformed() {
    return new MalformedMessageException("A text is not UTF-8.");
  }
}
