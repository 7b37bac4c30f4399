package parigot.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Parameters of one length that differ from call to call, so that an answer tells its call. */
final class Payload {
  private final byte[] bytes;
  private long number;

  Payload(int length) {
    bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 7 + (i >> 8));
    }
  }

  /** A new array for a new call. */
  byte[] next() {
    ByteBuffer.wrap(bytes).putLong(++number);
    return bytes.clone();
  }

  /** Whether this is what the last call sent. */
  boolean isLast(byte[] answer) {
    return Arrays.equals(answer, bytes);
  }
}
