package parigot.kernel.guest;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a serialized message, a field at a time. The numbers of ids have nine or ten bytes each,
 * which are taken eight at a time.
 */
final class WireInput {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The bit of each byte that says that another follows. */
  private static final long MORE = 0x8080_8080_8080_8080L;

  private final byte[] bytes;
  private int at;
  private int limit;

  WireInput(byte[] bytes) {
    this.bytes = bytes;
    this.limit = bytes.length;
  }

  int position() {
    return at;
  }

  /** The next field's tag; 0 at the end of the message. */
  int tag() throws InvalidProtocolBufferException {
    if (at == limit) {
      return 0;
    }
    int tag = smallNumber();
    if (WireFormat.getTagFieldNumber(tag) == 0) {
      throw new InvalidProtocolBufferException("A field has the number 0.");
    }
    return tag;
  }

  /** A number of 64 bits. */
  long number() throws InvalidProtocolBufferException {
    if (limit - at > Long.BYTES) {
      long first = (long) LONG.get(bytes, at);
      if ((first & MORE) == MORE) {
        return longNumber(squeezed(first));
      }
    }
    return byteByByte();
  }

  /** A number of 32 bits; more than these are dropped. */
  int smallNumber() throws InvalidProtocolBufferException {
    return at < limit && bytes[at] >= 0 ? bytes[at++] : (int) byteByByte();
  }

  private long byteByByte() throws InvalidProtocolBufferException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = next();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw tooLong();
  }

  /** The eight bytes hold the lower 56 bits, and more follow. */
  private long longNumber(long lower) throws InvalidProtocolBufferException {
    byte ninth = bytes[at + 8];
    if (ninth >= 0) {
      at += 9;
      return lower | (long) ninth << 56;
    }
    if (limit - at < 10) {
      return byteByByte();
    }
    byte tenth = bytes[at + 9];
    // With an odd one the generated classes do not mind that it says that another follows.
    if (tenth < 0 && (tenth & 1) == 0) {
      throw tooLong();
    }
    at += 10;
    return lower | (long) (ninth & 0x7f) << 56 | (long) tenth << 63;
  }

  /** Puts the lower seven bits of each byte side by side. */
  private static long squeezed(long spread) {
    long x = spread & ~MORE;
    x = (x & 0x7f00_7f00_7f00_7f00L) >>> 1 | (x & 0x007f_007f_007f_007fL);
    x = (x & 0x3fff_0000_3fff_0000L) >>> 2 | (x & 0x0000_3fff_0000_3fffL);
    return (x & 0x0fff_ffff_0000_0000L) >>> 4 | (x & 0x0000_0000_0fff_ffffL);
  }

  private byte next() throws InvalidProtocolBufferException {
    if (at == limit) {
      throw new InvalidProtocolBufferException("The message ends too early.");
    }
    return bytes[at++];
  }

  /** Begins a message within this one; its end is the limit until {@link #leave}. */
  int enter() throws InvalidProtocolBufferException {
    int outer = limit;
    int length = length();
    limit = at + length;
    return outer;
  }

  void leave(int outer) {
    limit = outer;
  }

  /** Skips a field whose length comes first; gives the length. */
  int skipBytes() throws InvalidProtocolBufferException {
    int length = length();
    at += length;
    return length;
  }

  private int length() throws InvalidProtocolBufferException {
    int length = smallNumber();
    if (length < 0 || length > limit - at) {
      throw new InvalidProtocolBufferException("A field is longer than its message.");
    }
    return length;
  }

  /** As {@link #skipBytes}, and refuses what is no text. */
  void skipText() throws InvalidProtocolBufferException {
    int length = skipBytes();
    int start = at - length;
    int i = start;
    while (at - i >= Long.BYTES && ((long) LONG.get(bytes, i) & MORE) == 0) {
      i += Long.BYTES;
    }
    for (; i < at; i++) {
      if (bytes[i] < 0) {
        if (!UnsafeByteOperations.unsafeWrap(bytes, start, length).isValidUtf8()) {
          throw new InvalidProtocolBufferException("A text is not UTF-8.");
        }
        return;
      }
    }
  }

  /** Reads a field that is a message by its generated class. */
  void mergeInto(MessageLite.Builder message) throws InvalidProtocolBufferException {
    int length = skipBytes();
    message.mergeFrom(bytes, at - length, length);
  }

  /** Skips any field, as strictly as the generated classes. */
  void skip(int tag) throws InvalidProtocolBufferException {
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes, at, limit - at);
      // Not skipField, which is stricter with numbers of ten bytes than the generated classes are.
      if (!UnknownFieldSet.newBuilder().mergeFieldFrom(tag, in)) {
        throw new InvalidProtocolBufferException("A group ends that never began.");
      }
      at += in.getTotalBytesRead();
    } catch (InvalidProtocolBufferException e) {
      throw e;
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
  }

  private static InvalidProtocolBufferException tooLong() {
    return new InvalidProtocolBufferException("A number has more than ten bytes.");
  }
}
