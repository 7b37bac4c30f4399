package parigot.maven;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** How Base64 is read, compiled into guests in place of TeaVM's, which takes all for right. */
final class Base64AsJava {
  private Base64AsJava() {}

  static final class OfDecoder {
    private OfDecoder() {}

    public byte[] decode(String text) {
      return ((Base64.Decoder) (Object) this).decode(text.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  static final class OfCodes {
    private static final int CODES = 4;

    private OfCodes() {}

    /**
     * The bytes of a text.
     *
     * @param mapping from a character to its six bits
     */
    public static byte[] decode(byte[] text, int[] mapping) {
      if (text.length == 1) {
        throw new IllegalArgumentException(
            "Input byte[] should at least have 2 bytes for base64 bytes");
      }
      int end = text.length;
      int padding = 0;
      while (padding < 2 && end > 0 && text[end - 1] == '=') {
        end--;
        padding++;
      }
      byte[] decoded = new byte[(int) (end * 3L / CODES)];
      int count = 0;
      int bits = 0;
      for (int i = 0; i < end; i++) {
        int code = text[i] < 0 ? -1 : mapping[text[i]];
        if (code < 0) {
          throw text[i] == '=' ? ending(i % CODES) : illegal(text[i]);
        }
        bits = bits << 6 | code;
        if (i % CODES > 0) {
          decoded[count++] = (byte) (bits >> (6 - 2 * (i % CODES)));
        }
      }
      int last = end % CODES;
      if (last == 1) {
        throw new IllegalArgumentException("Last unit does not have enough valid bits");
      }
      if (padding > 0 && last + padding != CODES) {
        throw ending(last);
      }
      return Arrays.copyOf(decoded, count);
    }

    private static IllegalArgumentException illegal(byte character) {
      return new IllegalArgumentException(
          "Illegal base64 character ".concat(Integer.toString(character & 0xFF, 16)));
    }

    private static IllegalArgumentException ending(int place) {
      return new IllegalArgumentException(
          place == 1
              ? "Last unit does not have enough valid bits"
              : "Input byte array has wrong 4-byte ending unit");
    }
  }
}
