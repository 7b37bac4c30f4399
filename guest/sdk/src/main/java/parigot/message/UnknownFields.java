package parigot.message;

import java.util.Arrays;

/**
 * The fields of a message that its .proto does not have: those of a later version of it, say. They
 * are kept as they were read, and written behind the known ones.
 */
public final class UnknownFields {
  /** No unknown field. */
  public static final UnknownFields NONE = new UnknownFields(new byte[0]);

  private final byte[] bytes;

  UnknownFields(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] bytes() {
    return bytes;
  }

  /** How many bytes they take. */
  public int size() {
    return bytes.length;
  }

  /** The fields in the binary format. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UnknownFields that && Arrays.equals(bytes, that.bytes);
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
