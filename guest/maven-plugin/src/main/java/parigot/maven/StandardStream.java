package parigot.maven;

import java.io.OutputStream;
import java.io.PrintStream;

/**
 * {@code System.out} and {@code System.err} of a guest, compiled into it: they write UTF-8, and
 * nothing else of TeaVM's text encoding comes with them.
 *
 * <p>TeaVM's {@code PrintStream}, which is not the JDK's, writes all text through the two methods
 * that are overridden here.
 */
class StandardStream extends PrintStream {
  private static final int MOST_BYTES = 4;
  private static final int PART = 1024;

  /** The first half of a pair whose second half has not come yet; 0 if there is none. */
  private char pending;

  @SuppressWarnings("DefaultCharset") // It is not used.
  StandardStream(OutputStream out, boolean autoFlush) {
    super(out, autoFlush);
  }

  /** Writes the characters from {@code start} up to, and without, {@code end}. */
  protected void print(char[] text, int start, int end) {
    // A character may come with a question mark for the one that was pending.
    byte[] bytes = new byte[(Math.min(end - start, PART) + 1) * MOST_BYTES];
    int size = 0;
    for (int at = start; at < end; at++) {
      if (size > bytes.length - 2 * MOST_BYTES) {
        write(bytes, 0, size);
        size = 0;
      }
      size = encode(text[at], bytes, size);
    }
    write(bytes, 0, size);
  }

  /** As that of an array. */
  protected void print(CharSequence text, int start, int end) {
    char[] characters = new char[end - start];
    for (int i = 0; i < characters.length; i++) {
      characters[i] = text.charAt(start + i);
    }
    print(characters, 0, characters.length);
  }

  private int encode(char next, byte[] target, int start) {
    int at = start;
    char first = pending;
    pending = 0;
    if (next >= 0xdc00 && next <= 0xdfff && first != 0) {
      return put(0x10000 + ((first - 0xd800) << 10) + next - 0xdc00, target, at);
    }
    if (first != 0) {
      target[at++] = '?';
    }
    if (next >= 0xd800 && next <= 0xdbff) {
      pending = next;
      return at;
    }
    return put(next >= 0xdc00 && next <= 0xdfff ? '?' : next, target, at);
  }

  private static int put(int code, byte[] target, int start) {
    int at = start;
    if (code < 0x80) {
      target[at++] = (byte) code;
    } else {
      if (code < 0x800) {
        target[at++] = (byte) (0xc0 | code >> 6);
      } else {
        if (code < 0x10000) {
          target[at++] = (byte) (0xe0 | code >> 12);
        } else {
          target[at++] = (byte) (0xf0 | code >> 18);
          target[at++] = (byte) (0x80 | (code >> 12 & 0x3f));
        }
        target[at++] = (byte) (0x80 | (code >> 6 & 0x3f));
      }
      target[at++] = (byte) (0x80 | (code & 0x3f));
    }
    return at;
  }
}
