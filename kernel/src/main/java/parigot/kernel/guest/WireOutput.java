package parigot.kernel.guest;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import parigot.kernel.Id;
import parigot.kernel.Payload;
import protosupport.v1.host.IdRaw;

/**
 * Writes a serialized message whose size is known, a field at a time. A large payload is not
 * copied: the message is then its own bytes with the payload's between them.
 */
final class WireOutput {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The bit of each byte that says that another follows. */
  private static final long MORE = 0x8080_8080_8080_8080L;

  private static final int LOWER_BITS = 56;

  /** A payload from this size on is not copied. */
  private static final int LARGE = 1024;

  private final byte[] bytes;
  private ByteString apart = ByteString.EMPTY;
  private int apartAt;
  private int at;

  /** For a message of that many bytes without a payload. */
  WireOutput(int size) {
    bytes = new byte[size];
  }

  /** For a message of that many bytes, this payload's included. */
  WireOutput(int size, Payload payload) {
    this(isLarge(payload) ? size - payload.any().size() : size);
  }

  /** The message, which must be complete. */
  ByteString message() {
    if (at != bytes.length) {
      throw new IllegalStateException("%d bytes were written, not %d".formatted(at, bytes.length));
    }
    if (apart.isEmpty()) {
      return UnsafeByteOperations.unsafeWrap(bytes);
    }
    ByteString before = UnsafeByteOperations.unsafeWrap(bytes, 0, apartAt);
    ByteString after = UnsafeByteOperations.unsafeWrap(bytes, apartAt, at - apartAt);
    return before.concat(apart).concat(after);
  }

  WireOutput header(int field, int size) {
    number(field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
    number(size);
    return this;
  }

  WireOutput number(int field, int value) {
    number(field << 3 | WireFormat.WIRETYPE_VARINT);
    number(value);
    return this;
  }

  WireOutput id(int field, Id id) {
    header(field, rawSize(id));
    if (id.high() != 0) {
      number(IdRaw.HIGH_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT);
      number(id.high());
    }
    if (id.low() != 0) {
      number(IdRaw.LOW_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_VARINT);
      number(id.low());
    }
    return this;
  }

  WireOutput payload(int field, Payload payload) {
    if (payload.present()) {
      int size = payload.any().size();
      header(field, size);
      if (isLarge(payload)) {
        apart = payload.any();
        apartAt = at;
      } else {
        payload.any().copyTo(bytes, at);
        at += size;
      }
    }
    return this;
  }

  private static boolean isLarge(Payload payload) {
    return payload.any().size() >= LARGE;
  }

  WireOutput bytes(int field, byte[] content) {
    header(field, content.length);
    System.arraycopy(content, 0, bytes, at, content.length);
    at += content.length;
    return this;
  }

  WireOutput bytes(int field, ByteString content) {
    header(field, content.size());
    content.copyTo(bytes, at);
    at += content.size();
    return this;
  }

  /** Whole fields, serialized. */
  WireOutput fields(ByteString serialized) {
    serialized.copyTo(bytes, at);
    at += serialized.size();
    return this;
  }

  WireOutput fixed64(int field, long value) {
    number(field << 3 | WireFormat.WIRETYPE_FIXED64);
    LONG.set(bytes, at, value);
    at += Long.BYTES;
    return this;
  }

  private void number(long value) {
    long rest = value;
    if (rest >>> LOWER_BITS != 0 && bytes.length - at >= Long.BYTES) {
      LONG.set(bytes, at, spread(rest & (1L << LOWER_BITS) - 1) | MORE);
      at += Long.BYTES;
      rest >>>= LOWER_BITS;
    }
    while (rest >>> 7 != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
  }

  /** Gives each seven bits a byte of their own. */
  private static long spread(long lower) {
    long x = lower;
    x = (x & 0x00ff_ffff_f000_0000L) << 4 | (x & 0x0000_0000_0fff_ffffL);
    x = (x & 0x0fff_c000_0fff_c000L) << 2 | (x & 0x0000_3fff_0000_3fffL);
    return (x & 0x3f80_3f80_3f80_3f80L) << 1 | (x & 0x007f_007f_007f_007fL);
  }

  static int idSize(int field, Id id) {
    return messageSize(field, rawSize(id));
  }

  static int payloadSize(int field, Payload payload) {
    return payload.present() ? messageSize(field, payload.any().size()) : 0;
  }

  static int messageSize(int field, int size) {
    return numberSize(field << 3) + numberSize(size) + size;
  }

  static int numberSize(int field, int value) {
    return numberSize(field << 3) + numberSize(value);
  }

  private static int rawSize(Id id) {
    return (id.high() == 0 ? 0 : 1 + numberSize(id.high()))
        + (id.low() == 0 ? 0 : 1 + numberSize(id.low()));
  }

  private static int numberSize(long value) {
    return (63 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }
}
