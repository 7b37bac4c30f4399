package parigot.message;

/** The lowest three bits of a field's tag: how its value is laid out. */
final class WireType {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH_DELIMITED = 2;
  static final int START_GROUP = 3;
  static final int END_GROUP = 4;
  static final int FIXED32 = 5;

  /** A tag up to this one is of the field 0, which is none. */
  static final int LARGEST = 7;

  private WireType() {}
}
