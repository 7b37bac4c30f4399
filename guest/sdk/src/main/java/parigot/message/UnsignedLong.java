package parigot.message;

/** A number of 64 bits that is too large for a {@code long}, which is negative for it. */
final class UnsignedLong extends Number {
  private static final long serialVersionUID = 1;
  private static final int TEN = 10;

  private final long bits;

  UnsignedLong(long bits) {
    this.bits = bits;
  }

  @Override
  public int intValue() {
    return (int) bits;
  }

  @Override
  public long longValue() {
    return bits;
  }

  @Override
  public float floatValue() {
    return (float) doubleValue();
  }

  @Override
  public double doubleValue() {
    // The bit that a half loses is below what a double of this size tells apart.
    return 2.0 * (bits >>> 1);
  }

  @Override
  public String toString() {
    long tens = (bits >>> 1) / (TEN / 2);
    return String.valueOf(tens) + (bits - tens * TEN);
  }
}
