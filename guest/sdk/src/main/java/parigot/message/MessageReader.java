package parigot.message;

/**
 * Reads the binary format from an array. Whatever the array holds, a method returns a value or
 * throws {@link MalformedMessageException}; nothing is allocated for a length that the array does
 * not have.
 */
public final class MessageReader {
  /** How deep messages may stand in messages. */
  public static final int MAX_DEPTH = 100;

  /** How many bytes a message may have. */
  public static final int MAX_SIZE = 64 << 20;

  private final byte[] bytes;
  private int position;
  private int limit;
  private int depth;
  private int startOfTag;

  /** A reader of the whole array, which must not change meanwhile. */
  public MessageReader(byte[] bytes) {
    if (bytes.length > MAX_SIZE) {
      throw new MalformedMessageException(
          "The message has " + bytes.length + " bytes; " + MAX_SIZE + " are allowed.");
    }
    this.bytes = bytes;
    this.limit = bytes.length;
  }

  /** A reader of a part of the array, which must not change meanwhile. */
  public MessageReader(byte[] bytes, int start, int length) {
    this(bytes);
    this.position = start;
    this.limit = start + length;
  }

  /** A reader of bytes. */
  public MessageReader(Bytes bytes) {
    this(bytes.array());
  }

  /** The next field's number and wire type; 0 at the end of the message. */
  public int readTag() {
    int at = position;
    if (at == limit) {
      return 0;
    }
    startOfTag = at;
    // Nearly all are of one byte, and in a guest a call is dear.
    int only = bytes[at];
    if (only > WireType.LARGEST) {
      position = at + 1;
      return only;
    }
    int tag = readInt32();
    if (tag >>> 3 == 0) {
      throw new MalformedMessageException("A field has the number 0.");
    }
    return tag;
  }

  /** An int32, a uint32, or the number of an enum's constant. */
  public int readInt32() {
    int at = position;
    if (at < limit) {
      byte only = bytes[at];
      if (only >= 0) {
        position = at + 1;
        return only;
      }
    }
    return (int) readInt64();
  }

  /** An int64 or a uint64. */
  public long readInt64() {
    // Fields are read once: in a guest each time is a look into its memory.
    byte[] from = bytes;
    int end = limit;
    int at = position;
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) {
        throw MalformedMessageException.truncated();
      }
      byte next = from[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        position = at;
        return value;
      }
    }
    throw new MalformedMessageException("A number has more than ten bytes.");
  }

  /** A sint32. */
  public int readSint32() {
    int value = readInt32();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A sint64. */
  public long readSint64() {
    long value = readInt64();
    return (value >>> 1) ^ -(value & 1);
  }

  /** A fixed32 or an sfixed32. */
  public int readFixed32() {
    int start = take(4);
    return (bytes[start] & 0xff)
        | (bytes[start + 1] & 0xff) << 8
        | (bytes[start + 2] & 0xff) << 16
        | (bytes[start + 3] & 0xff) << 24;
  }

  /** A fixed64 or an sfixed64. */
  public long readFixed64() {
    long low = readFixed32() & 0xffffffffL;
    return low | (long) readFixed32() << 32;
  }

  /** A float. */
  public float readFloat() {
    return Float.intBitsToFloat(readFixed32());
  }

  /** A double. */
  public double readDouble() {
    return Double.longBitsToDouble(readFixed64());
  }

  /** A bool. */
  public boolean readBool() {
    return readInt64() != 0;
  }

  /** A string; it must be UTF-8. */
  public String readString() {
    int length = readLength();
    return Utf8.decode(bytes, take(length), length);
  }

  /** Bytes. */
  public Bytes readBytes() {
    int length = readLength();
    if (length == 0) {
      return Bytes.EMPTY;
    }
    byte[] copy = new byte[length];
    copy(take(length), copy, 0, length);
    return Bytes.own(copy);
  }

  /** A message inside this one, as the builder builds it. */
  public <M extends Message> M readMessage(MessageBuilder<M> builder) {
    int outer = enterMessage();
    builder.mergeFrom(this);
    leaveMessage(outer);
    return builder.build();
  }

  void readPart(MessageBuilder<?> builder) {
    int outer = enterMessage();
    builder.readFields(this);
    leaveMessage(outer);
  }

  /** The values of a repeated field that stand together behind one tag, added to those before. */
  public <T> FieldList<T> readPacked(FieldType<T> type, FieldList<T> before) {
    int outer = enterPacked();
    FieldList<T> values = before;
    while (!isAtEnd()) {
      values = values.with(type.read(this));
    }
    leavePacked(outer);
    return values;
  }

  int enterPacked() {
    int length = readLength();
    int outer = limit;
    limit = position + length;
    return outer;
  }

  boolean isAtEnd() {
    return position >= limit;
  }

  void leavePacked(int outer) {
    limit = outer;
  }

  /**
   * One entry of a map, added to those before: a message with the key as its field 1 and the value
   * as its field 2. A value that is a message may come in parts.
   */
  @SuppressWarnings("unchecked")
  public <K, V> FieldMap<K, V> readEntry(
      FieldType<K> keys, FieldType<V> values, FieldMap<K, V> before) {
    int outer = enterMessage();
    K key = keys.defaultValue();
    MessageBuilder<?> parts =
        values instanceof FieldTypes.Nested<?> messages ? messages.builder() : null;
    V value = parts == null ? values.defaultValue() : null;
    for (int tag = readTag(); tag != 0; tag = readTag()) {
      if (tag == (1 << 3 | keys.wireType())) {
        key = keys.read(this);
      } else if (tag == (2 << 3 | values.wireType())) {
        if (parts == null) {
          value = values.read(this);
        } else {
          readPart(parts);
        }
      } else {
        skipField(tag);
      }
    }
    leaveMessage(outer);
    return before.with(key, parts == null ? value : (V) parts.join());
  }

  int startOfTag() {
    return startOfTag;
  }

  /** Where in the array the next byte to read is. */
  public int position() {
    return position;
  }

  void copy(int start, byte[] target, int targetStart, int length) {
    System.arraycopy(bytes, start, target, targetStart, length);
  }

  /** Passes over the field that this tag begins. */
  public void skipField(int tag) {
    switch (tag & 7) {
      case WireType.VARINT -> readInt64();
      case WireType.FIXED64 -> take(8);
      case WireType.LENGTH_DELIMITED -> take(readLength());
      case WireType.START_GROUP -> skipGroup(tag >>> 3);
      case WireType.FIXED32 -> take(4);
      case WireType.END_GROUP ->
          throw new MalformedMessageException(
              "A group ends that has not begun: field " + (tag >>> 3) + ".");
      default ->
          throw new MalformedMessageException(
              "Field " + (tag >>> 3) + " has an unknown wire type.");
    }
  }

  private void skipGroup(int number) {
    deeper();
    while (true) {
      if (position == limit) {
        throw MalformedMessageException.truncated();
      }
      int outerStart = startOfTag;
      int tag = readTag();
      startOfTag = outerStart;
      if (tag == (number << 3 | WireType.END_GROUP)) {
        depth--;
        return;
      }
      skipField(tag);
      startOfTag = outerStart;
    }
  }

  /**
   * Begins to read the fields of a message inside this one; {@link #readTag()} gives 0 at its end.
   *
   * @return what {@link #leaveMessage} needs to go on behind it
   */
  public int enterMessage() {
    int length = readLength();
    deeper();
    int outer = limit;
    limit = position + length;
    return outer;
  }

  /** Goes on with the message around the one that was just read to its end. */
  public void leaveMessage(int outer) {
    depth--;
    limit = outer;
  }

  private void deeper() {
    if (depth == MAX_DEPTH) {
      throw new MalformedMessageException(
          "Messages stand more than " + MAX_DEPTH + " deep in messages.");
    }
    depth++;
  }

  private int readLength() {
    int length = readInt32();
    if (length < 0 || length > limit - position) {
      throw MalformedMessageException.truncated();
    }
    return length;
  }

  /**
   * Passes over bytes, a text or a message; {@link #position()} is behind it then. Gives its
   * length.
   */
  public int skipBytes() {
    int length = readLength();
    take(length);
    return length;
  }

  private int take(int length) {
    if (length > limit - position) {
      throw MalformedMessageException.truncated();
    }
    int start = position;
    position += length;
    return start;
  }
}
