package parigot.maven;

/** A whole number of a bounded size, compiled into guests. */
final class WholeNumber {
  private final int[] words;
  private int length;

  WholeNumber(int bits) {
    words = new int[bits / Integer.SIZE + 1];
  }

  void multiply(int factor, int summand) {
    long carry = summand & 0xFFFF_FFFFL;
    for (int i = 0; i < length; i++) {
      carry += (words[i] & 0xFFFF_FFFFL) * factor;
      words[i] = (int) carry;
      carry >>>= Integer.SIZE;
    }
    if (carry != 0) {
      words[length++] = (int) carry;
    }
  }

  /** Divides, and gives the remainder. */
  long divide(int divisor) {
    long rest = 0;
    for (int i = length - 1; i >= 0; i--) {
      long part = (rest << Integer.SIZE) | (words[i] & 0xFFFF_FFFFL);
      words[i] = (int) (part / divisor);
      rest = part % divisor;
    }
    while (length > 0 && words[length - 1] == 0) {
      length--;
    }
    return rest;
  }

  void shift(int more) {
    if (length > 0) {
      System.arraycopy(words, 0, words, more, length);
      for (int i = 0; i < more; i++) {
        words[i] = 0;
      }
      length += more;
    }
  }

  int bitLength() {
    return length == 0
        ? 0
        : length * Integer.SIZE - Integer.numberOfLeadingZeros(words[length - 1]);
  }

  private boolean bit(int bit) {
    return bit >= 0 && (words[bit / Integer.SIZE] >>> bit % Integer.SIZE & 1) != 0;
  }

  /** Sixty-three bits from one on; those below the lowest are zero. */
  long bits(int from) {
    long bits = 0;
    for (int bit = from + 62; bit >= from; bit--) {
      bits = bits << 1 | (bit(bit) ? 1 : 0);
    }
    return bits;
  }

  /**
   * The bits of the number nearest to this one, times two to a power.
   *
   * @param isMore whether there is more behind it, too little to count as one
   */
  long rounded(int exponent, boolean isMore, boolean isFloat) {
    int precision = isFloat ? 24 : 53;
    int largest = isFloat ? 127 : 1023;
    int highest = bitLength() - 1 + exponent;
    if (length == 0) {
      return 0;
    }
    if (highest > largest) {
      return DecimalsAsJava.infinity(isFloat);
    }
    boolean isNormal = highest >= 1 - largest;
    int kept = isNormal ? precision : precision - (1 - largest - highest);
    if (kept < 0) {
      return 0;
    }
    int dropped = bitLength() - kept;
    long mantissa = 0;
    for (int bit = bitLength() - 1; bit >= dropped; bit--) {
      mantissa = mantissa << 1 | (bit(bit) ? 1 : 0);
    }
    boolean isRest = isMore;
    for (int bit = dropped - 2; bit >= 0 && !isRest; bit--) {
      isRest = bit(bit);
    }
    if (bit(dropped - 1) && (isRest || (mantissa & 1) != 0)) {
      mantissa++;
    }
    // One more than fits becomes the next exponent's first.
    return isNormal
        ? ((long) (highest + largest) << (precision - 1)) + (mantissa - (1L << (precision - 1)))
        : mantissa;
  }
}
