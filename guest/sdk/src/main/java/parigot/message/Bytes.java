package parigot.message;

import java.util.Arrays;

/** Bytes that do not change: the value of a {@code bytes} field. */
public final class Bytes {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] bytes;

  private Bytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of the given bytes. */
  public static Bytes of(byte... bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
  }

  /** A message in the binary format. */
  public static Bytes of(Message message) {
    return own(message.toByteArray());
  }

  /** A text in UTF-8; an unpaired surrogate becomes a question mark. */
  public static Bytes utf8(String text) {
    MessageWriter out = new MessageWriter();
    out.writeUtf8(text);
    return own(out.toByteArray());
  }

  /** Takes an array that nobody else will change. */
  static Bytes own(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Bytes(bytes);
  }

  byte[] array() {
    return bytes;
  }

  /** How many they are. */
  public int size() {
    return bytes.length;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** One of them, counted from 0. */
  public byte byteAt(int index) {
    return bytes[index];
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  /**
   * The text that these bytes are in UTF-8.
   *
   * @throws MalformedMessageException if they are not UTF-8
   */
  public String toStringUtf8() {
    return Utf8.decode(bytes, 0, bytes.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
