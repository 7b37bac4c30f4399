package roundtrip;

import java.io.ByteArrayOutputStream;

/** Pieces of the binary format, right and wrong ones. */
final class Wire {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int DELIMITED = 2;
  static final int START_GROUP = 3;
  static final int END_GROUP = 4;
  static final int FIXED32 = 5;

  private Wire() {}

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] tag(long number, int wireType) {
    return varint(number << 3 | wireType);
  }

  static byte[] varint(long value) {
    return varint(value, 1);
  }

  /** A number in at least so many bytes. */
  static byte[] varint(long value, int length) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    long rest = value;
    while (all.size() + 1 < length || (rest & ~0x7fL) != 0) {
      all.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    all.write((int) rest);
    return all.toByteArray();
  }

  static byte[] fixed32(int value) {
    return bytes(value, value >> 8, value >> 16, value >> 24);
  }

  static byte[] fixed64(long value) {
    return join(fixed32((int) value), fixed32((int) (value >> 32)));
  }

  /** A length and what has it. */
  static byte[] delimited(byte[] content) {
    return join(varint(content.length), content);
  }

  /** A field with a message, a text, bytes or packed numbers. */
  static byte[] field(int number, byte[]... content) {
    return join(tag(number, DELIMITED), delimited(join(content)));
  }

  static byte[] group(int number, byte[]... content) {
    return join(tag(number, START_GROUP), join(content), tag(number, END_GROUP));
  }

  /** A field in so many others, each inside the one before. */
  static byte[] nested(int number, int depth, byte[] innermost) {
    byte[] content = innermost;
    for (int i = 0; i < depth; i++) {
      content = field(number, content);
    }
    return content;
  }
}
