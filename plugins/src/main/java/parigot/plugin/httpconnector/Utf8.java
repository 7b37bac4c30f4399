package parigot.plugin.httpconnector;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text of HTTP: bytes on the wire, and UTF-8 for guests, in both directions. */
final class Utf8 {
  private static final char REPLACEMENT = '\ufffd';
  private static final int HEX = 16;

  private Utf8() {}

  /** The text of a header of which the server gives each byte as a character. */
  static String fromTheWire(String value) {
    return isAscii(value)
        ? value
        : new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** The server writes a byte for each character. */
  static String onTheWire(String value) {
    return isAscii(value)
        ? value
        : new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static boolean isAscii(String value) {
    return value.chars().allMatch(c -> c < 0x80);
  }

  /**
   * Whether a target is text: its bytes were, and those that its path writes as {@code %C3%A9} are.
   */
  static boolean isWhole(String target) {
    if (target.indexOf(REPLACEMENT) >= 0) {
      return false;
    }
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    if (path.indexOf('%') < 0) {
      return true;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '%') {
        // What is no ASCII was decoded already, so it only parts what stands before and after it.
        bytes.write(c < 0x80 ? c : '.');
        continue;
      }
      if (i + 2 >= path.length()) {
        return false;
      }
      int high = Character.digit(path.charAt(i + 1), HEX);
      int low = Character.digit(path.charAt(i + 2), HEX);
      if (high < 0 || low < 0) {
        return false;
      }
      bytes.write(high * HEX + low);
      i += 2;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
