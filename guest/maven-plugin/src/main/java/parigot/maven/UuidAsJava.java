package parigot.maven;

import java.io.Serializable;

/** What {@code java.util.UUID} is in a guest, compiled into it. */
final class UuidAsJava implements Serializable, Comparable<UuidAsJava> {
  private static final long serialVersionUID = 1L;
  private static final int PARTS = 5;

  private final long high;
  private final long low;

  UuidAsJava(long high, long low) {
    this.high = high;
    this.low = low;
  }

  /** One of version 4, whose bits are the host's. */
  public static UuidAsJava randomUUID() {
    return new UuidAsJava(
        (bits() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L,
        (bits() & 0x3FFF_FFFF_FFFF_FFFFL) | Long.MIN_VALUE);
  }

  private static long bits() {
    return ((long) (Math.random() * 0x1p32) << 32) | (long) (Math.random() * 0x1p32);
  }

  public static UuidAsJava fromString(String text) {
    if (text.length() > 36) {
      throw new IllegalArgumentException("UUID string too large");
    }
    long[] parts = new long[PARTS];
    int from = 0;
    for (int part = 0; part < PARTS; part++) {
      int to = part == PARTS - 1 ? text.length() : text.indexOf('-', from);
      if (to < 0 || to == from) {
        throw invalid(text);
      }
      parts[part] = hexadecimal(text, from, to);
      from = to + 1;
    }
    return new UuidAsJava(
        ((parts[0] & 0xFFFF_FFFFL) << 32) | ((parts[1] & 0xFFFF) << 16) | (parts[2] & 0xFFFF),
        ((parts[3] & 0xFFFF) << 48) | (parts[4] & 0xFFFF_FFFF_FFFFL));
  }

  private static long hexadecimal(String text, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        throw new NumberFormatException(
            "Error at index "
                .concat(Integer.toString(i - from))
                .concat(" in: \"")
                .concat(text)
                .concat("\""));
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException("Invalid UUID string: ".concat(text));
  }

  public long getMostSignificantBits() {
    return high;
  }

  public long getLeastSignificantBits() {
    return low;
  }

  public int version() {
    return (int) (high >> 12) & 15;
  }

  public int variant() {
    return (int) ((low >>> (64 - (low >>> 62))) & (low >> 63));
  }

  public long timestamp() {
    requireTime();
    return ((high & 0xFFF) << 48) | (((high >> 16) & 0xFFFF) << 32) | (high >>> 32);
  }

  public int clockSequence() {
    requireTime();
    return (int) ((low & 0x3FFF_0000_0000_0000L) >>> 48);
  }

  public long node() {
    requireTime();
    return low & 0xFFFF_FFFF_FFFFL;
  }

  private void requireTime() {
    if (version() != 1) {
      throw new UnsupportedOperationException("Not a time-based UUID");
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(36);
    append(text, high >>> 32, 8).append('-');
    append(text, high >>> 16, 4).append('-');
    append(text, high, 4).append('-');
    append(text, low >>> 48, 4).append('-');
    return append(text, low, 12).toString();
  }

  private static StringBuilder append(StringBuilder text, long bits, int digits) {
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
      text.append(Character.forDigit((int) (bits >>> shift) & 15, 16));
    }
    return text;
  }

  @Override
  public int hashCode() {
    long both = high ^ low;
    return (int) (both >> 32) ^ (int) both;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UuidAsJava id && id.high == high && id.low == low;
  }

  @Override
  public int compareTo(UuidAsJava other) {
    return high != other.high ? Long.compare(high, other.high) : Long.compare(low, other.low);
  }
}
