package parigot.message;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes the binary format, from its end to its start: the length of a message stands before it,
 * and is known for nothing once the message is written. So fields are written in falling order of
 * their numbers, and a message class needs no second method that only computes sizes.
 */
public final class MessageWriter {
  /** A call of a service with a small request needs no more. */
  private static final int SMALL = 512;

  private byte[] bytes = new byte[SMALL];

  private int start = bytes.length;

  /** How many bytes are written. */
  public int size() {
    return bytes.length - start;
  }

  /** What is written. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(bytes, start, bytes.length);
  }

  /**
   * The array whose last {@link #size()} bytes are what is written, until more is written. It is
   * not to be changed.
   */
  public byte[] buffer() {
    return bytes;
  }

  /** Forgets what is written, for another message. Room for a large one is not kept. */
  public void clear() {
    if (bytes.length > SMALL) {
      bytes = new byte[SMALL];
    }
    start = bytes.length;
  }

  /** An int32 field, or one of an enum. */
  public void writeInt32(int number, int value) {
    varint(value);
    tag(number, WireType.VARINT);
  }

  /** A uint32 field. */
  public void writeUint32(int number, int value) {
    varint(value & 0xffffffffL);
    tag(number, WireType.VARINT);
  }

  /** A sint32 field. */
  public void writeSint32(int number, int value) {
    writeUint32(number, value << 1 ^ value >> 31);
  }

  /** An int64 or uint64 field. */
  public void writeInt64(int number, long value) {
    varint(value);
    tag(number, WireType.VARINT);
  }

  /** A sint64 field. */
  public void writeSint64(int number, long value) {
    writeInt64(number, value << 1 ^ value >> 63);
  }

  /** A fixed32 or sfixed32 field. */
  public void writeFixed32(int number, int value) {
    fixed32(value);
    tag(number, WireType.FIXED32);
  }

  /** A fixed64 or sfixed64 field. */
  public void writeFixed64(int number, long value) {
    fixed64(value);
    tag(number, WireType.FIXED64);
  }

  /** A float field. */
  public void writeFloat(int number, float value) {
    writeFixed32(number, Float.floatToRawIntBits(value));
  }

  /** A double field. */
  public void writeDouble(int number, double value) {
    writeFixed64(number, Double.doubleToRawLongBits(value));
  }

  /** A bool field. */
  public void writeBool(int number, boolean value) {
    writeInt32(number, value ? 1 : 0);
  }

  /** A string field; an unpaired surrogate becomes a question mark. */
  public void writeString(int number, String value) {
    string(value);
    tag(number, WireType.LENGTH_DELIMITED);
  }

  /** A bytes field. */
  public void writeBytes(int number, Bytes value) {
    bytes(value);
    tag(number, WireType.LENGTH_DELIMITED);
  }

  /** A message inside this one. */
  public void writeMessage(int number, Message value) {
    message(value);
    tag(number, WireType.LENGTH_DELIMITED);
  }

  /**
   * A message inside this one whose fields were written one by one: what was written since {@link
   * #size()} was this much.
   */
  public void endMessage(int number, int sizeBefore) {
    varint(size() - sizeBefore);
    tag(number, WireType.LENGTH_DELIMITED);
  }

  /** A repeated field of messages. */
  public void writeMessages(int number, List<? extends Message> values) {
    for (int i = values.size() - 1; i >= 0; i--) {
      writeMessage(number, values.get(i));
    }
  }

  /** A repeated field, each value behind a tag of its own. */
  public <T> void writeRepeated(int number, FieldType<T> type, List<T> values) {
    for (int i = values.size() - 1; i >= 0; i--) {
      writeField(number, type, values.get(i));
    }
  }

  /** A repeated field, all values behind one tag; nothing when there are none. */
  public <T> void writePacked(int number, FieldType<T> type, List<T> values) {
    if (values.isEmpty()) {
      return;
    }
    int end = size();
    for (int i = values.size() - 1; i >= 0; i--) {
      type.write(this, values.get(i));
    }
    varint(size() - end);
    tag(number, WireType.LENGTH_DELIMITED);
  }

  /** A map field, its entries in the map's order. */
  public <K, V> void writeEntries(
      int number, FieldType<K> keys, FieldType<V> values, Map<K, V> entries) {
    if (entries.isEmpty()) {
      return;
    }
    List<Map.Entry<K, V>> inOrder = List.copyOf(entries.entrySet());
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      int end = size();
      writeField(2, values, inOrder.get(i).getValue());
      writeField(1, keys, inOrder.get(i).getKey());
      varint(size() - end);
      tag(number, WireType.LENGTH_DELIMITED);
    }
  }

  /** Fields that were written before, with their numbers. */
  public void writeFields(Bytes fields) {
    raw(fields.array());
  }

  /** Fields that were kept as they were read. */
  public void writeUnknown(UnknownFields fields) {
    raw(fields.bytes());
  }

  void string(String value) {
    int end = size();
    writeUtf8(value);
    varint(size() - end);
  }

  void bytes(Bytes value) {
    raw(value.array());
    varint(value.size());
  }

  void message(Message value) {
    int end = size();
    value.writeTo(this);
    varint(size() - end);
  }

  void writeUtf8(String text) {
    // Three bytes for a char are the most: a pair of surrogates takes four.
    reserve(3 * text.length());
    byte[] target = bytes;
    int at = start;
    // In a guest a call for each char would be a quarter of what answering takes.
    char[] chars = text.toCharArray();
    for (int i = chars.length - 1; i >= 0; i--) {
      int code = chars[i];
      if (code >= 0xd800 && code <= 0xdfff) {
        char before = i > 0 ? chars[i - 1] : 0;
        if (code >= 0xdc00 && before >= 0xd800 && before <= 0xdbff) {
          i--;
          code = ((before - 0xd800) << 10) + code - 0xdc00 + 0x10000;
        } else {
          code = '?';
        }
      }
      if (code < 0x80) {
        target[--at] = (byte) code;
        continue;
      }
      target[--at] = (byte) (0x80 | (code & 0x3f));
      if (code < 0x800) {
        target[--at] = (byte) (0xc0 | code >> 6);
        continue;
      }
      target[--at] = (byte) (0x80 | (code >> 6 & 0x3f));
      if (code < 0x10000) {
        target[--at] = (byte) (0xe0 | code >> 12);
        continue;
      }
      target[--at] = (byte) (0x80 | (code >> 12 & 0x3f));
      target[--at] = (byte) (0xf0 | code >> 18);
    }
    start = at;
  }

  void varint(long value) {
    if ((value & ~0x7fL) == 0) {
      reserve(1);
      bytes[--start] = (byte) value;
      return;
    }
    int length = (Long.SIZE + 6 - Long.numberOfLeadingZeros(value)) / 7;
    reserve(length);
    byte[] target = bytes;
    int at = start - length;
    start = at;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at] = (byte) rest;
  }

  void fixed32(int value) {
    reserve(4);
    bytes[--start] = (byte) (value >> 24);
    bytes[--start] = (byte) (value >> 16);
    bytes[--start] = (byte) (value >> 8);
    bytes[--start] = (byte) value;
  }

  void fixed64(long value) {
    fixed32((int) (value >> 32));
    fixed32((int) value);
  }

  void tag(int number, int wireType) {
    varint((number << 3 | wireType) & 0xffffffffL);
  }

  private <T> void writeField(int number, FieldType<T> type, T value) {
    type.write(this, value);
    tag(number, type.wireType());
  }

  private void raw(byte[] source) {
    reserve(source.length);
    start -= source.length;
    System.arraycopy(source, 0, bytes, start, source.length);
  }

  private void reserve(int length) {
    if (length <= start) {
      return;
    }
    int size = size();
    byte[] larger = new byte[Math.max(2 * bytes.length, size + length)];
    System.arraycopy(bytes, start, larger, larger.length - size, size);
    start = larger.length - size;
    bytes = larger;
  }
}
