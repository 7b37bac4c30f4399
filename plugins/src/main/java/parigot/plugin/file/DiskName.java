package parigot.plugin.file;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How a name in a guest's path is written on the disk: what every file system keeps as it is stays,
 * each other byte of its UTF-8 becomes {@code %} and two hex digits. So names that differ in their
 * Unicode normalization, or in what the JVM's locale can write, are different files everywhere; and
 * a name that begins with {@code @} is never a guest's.
 */
final class DiskName {
  private static final int LONGEST = 255;
  private static final String KEPT = "._- +,=()[]{}#!~^";

  private final boolean caseMatters;

  /**
   * The names of one file system.
   *
   * @param caseMatters whether it tells {@code a} from {@code A}; where it does not, capitals are
   *     written in hex
   */
  DiskName(boolean caseMatters) {
    this.caseMatters = caseMatters;
  }

  /** Whether a name is short enough for every file system. */
  static boolean fits(String name) {
    return new DiskName(true).of(name).length() <= LONGEST;
  }

  String of(String name) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    StringBuilder written = new StringBuilder(utf8.length);
    for (byte b : utf8) {
      if (isKept((char) (b & 0xff))) {
        written.append((char) b);
      } else {
        written.append("%%%02X".formatted(b & 0xff));
      }
    }
    return written.toString();
  }

  /** The name that is written so, if there is one. */
  Optional<String> read(String written) {
    byte[] utf8 = new byte[written.length()];
    int length = 0;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '%' && i + 2 < written.length()) {
        int high = Character.digit(written.charAt(i + 1), 16);
        int low = Character.digit(written.charAt(i + 2), 16);
        utf8[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        utf8[length++] = (byte) c;
      }
    }
    String name = new String(utf8, 0, length, StandardCharsets.UTF_8);
    return of(name).equals(written) ? Optional.of(name) : Optional.empty();
  }

  private boolean isKept(char c) {
    return (c >= 'a' && c <= 'z')
        || (caseMatters && c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || KEPT.indexOf(c) >= 0;
  }
}
