package parigot.actors;

import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import parigot.wasm.InstanceSettings.Output;

/**
 * Turns what a guest writes into lines of the log, under the guest's name. A line longer than
 * {@value #LONGEST_LINE} bytes is cut into several, so that a guest that never ends its line holds
 * no memory. Used on the guest's thread only.
 */
final class LineLog implements Output {
  static final int LONGEST_LINE = 8192;

  /** The logger of all that guests write; the guest's name stands in the MDC. */
  private static final Logger LOG = LoggerFactory.getLogger("parigot.guest");

  /** The MDC key of the guest's name. */
  static final String GUEST = "guest";

  private final String label;
  private byte[] line = new byte[128];
  private int length;

  LineLog(String label) {
    this.label = label;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      if (bytes[i] == '\n') {
        flush();
      } else {
        if (length == LONGEST_LINE) {
          flush();
        }
        append(bytes[i]);
      }
    }
  }

  /** Logs the line that was begun and not ended, if there is one. */
  void close() {
    if (length > 0) {
      flush();
    }
    line = new byte[0];
  }

  private void append(byte b) {
    if (length == line.length) {
      line = java.util.Arrays.copyOf(line, Math.max(128, line.length * 2));
    }
    line[length++] = b;
  }

  private void flush() {
    String text = new String(line, 0, length, StandardCharsets.UTF_8);
    length = 0;
    MDC.put(GUEST, label);
    LOG.info("{}", printable(text));
    MDC.remove(GUEST);
  }

  /** Guests are other people's programs: what they write must not steer the reader's terminal. */
  private static String printable(String text) {
    String ended = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    if (ended.chars().noneMatch(LineLog::steers)) {
      return ended;
    }
    StringBuilder shown = new StringBuilder(ended.length() + 16);
    for (int i = 0; i < ended.length(); i++) {
      char c = ended.charAt(i);
      if (steers(c)) {
        shown.append(String.format("\\x%02x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  private static boolean steers(int c) {
    return Character.isISOControl(c) && c != '\t';
  }
}
