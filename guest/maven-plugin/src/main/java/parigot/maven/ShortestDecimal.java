package parigot.maven;

/**
 * The decimal that a floating-point number is printed as: of those that are read as it again the
 * shortest, of two digits at least, and of these the nearest, as Java 19 and later print it.
 * Compiled into guests.
 *
 * <p>The algorithm is that of Raffaello Giulietti, <em>The Schubfach way to render doubles</em>,
 * whose names the variables have. The powers of ten are computed when they are needed.
 */
final class ShortestDecimal {
  private static final long LOW_32 = 0xFFFF_FFFFL;
  private static final int NINE_DIGITS = 1_000_000_000;

  /** So many of the powers that were needed are remembered. */
  private static final int REMEMBERED = 32;

  private static final int[] EXPONENTS = new int[REMEMBERED];
  private static final long[] HIGH = new long[REMEMBERED];
  private static final long[] LOW = new long[REMEMBERED];

  /** Its digits as a whole number, of 17 at most, with or without zeros at the end. */
  final long digits;

  /** The power of ten that the digits are times. */
  final int exponent;

  private ShortestDecimal(long digits, int exponent) {
    this.digits = digits;
    this.exponent = exponent;
  }

  /** That of a positive number, neither zero nor infinite. */
  static ShortestDecimal of(double number) {
    long bits = Double.doubleToRawLongBits(number);
    return of(bits & 0xF_FFFF_FFFF_FFFFL, (int) (bits >>> 52), 53, -1074, 3);
  }

  /** That of a positive number, neither zero nor infinite. */
  static ShortestDecimal of(float number) {
    int bits = Float.floatToRawIntBits(number);
    return of(bits & 0x7F_FFFF, bits >>> 23, 24, -149, 8);
  }

  private static ShortestDecimal of(
      long fraction, int exponent, int precision, int smallest, int tiny) {
    if (exponent == 0) {
      return fraction < tiny
          ? nearest(10 * fraction, smallest, -1, false)
          : nearest(fraction, smallest, 0, false);
    }
    long c = fraction | 1L << (precision - 1);
    int q = exponent - 1 + smallest;
    if (q < 0 && -q < precision && c >>> -q << -q == c) {
      return new ShortestDecimal(c >>> -q, 0);
    }
    return nearest(c, q, 0, fraction == 0 && exponent > 1);
  }

  /**
   * That of a number.
   *
   * @param c the number without its power of two
   * @param q the power
   * @param power a power of ten that the number is times
   * @param isIrregular whether the number below is nearer than the one above
   */
  private static ShortestDecimal nearest(long c, int q, int power, boolean isIrregular) {
    long out = c & 1;
    int k = log10(q, isIrregular);
    int h = q + (int) ((-k * 913_124_641_741L) >> 38) + 2;
    int remembered = remember(k);
    long g1 = HIGH[remembered];
    long g0 = LOW[remembered];
    long vb = rounded(g1, g0, c << 2 << h);
    long vbl = rounded(g1, g0, ((c << 2) - (isIrregular ? 1 : 2)) << h);
    long vbr = rounded(g1, g0, ((c << 2) + 2) << h);
    long s = vb >> 2;
    if (s >= 100) {
      long below = s / 10 * 10;
      long above = below + 10;
      boolean isBelow = vbl + out <= below << 2;
      if (isBelow != (above << 2) + out <= vbr) {
        return new ShortestDecimal(isBelow ? below : above, k + power);
      }
    }
    long t = s + 1;
    boolean isBelow = vbl + out <= s << 2;
    boolean isAbove = (t << 2) + out <= vbr;
    if (isBelow == isAbove) {
      long nearer = vb - ((s + t) << 1);
      isBelow = nearer < 0 || (nearer == 0 && (s & 1) == 0);
    }
    return new ShortestDecimal(isBelow ? s : t, k + power);
  }

  /** The whole part of the decimal logarithm of a power of two, or of three quarters of it. */
  private static int log10(int q, boolean isIrregular) {
    return (int) ((q * 661_971_961_083L - (isIrregular ? 274_743_187_321L : 0)) >> 41);
  }

  private static long rounded(long g1, long g0, long cp) {
    long x1 = high(g0, cp);
    long z = ((g1 * cp) >>> 1) + x1;
    long w = high(g1, cp) + (z >>> 63);
    return w | (((z & Long.MAX_VALUE) + Long.MAX_VALUE) >>> 63);
  }

  /** The higher half of a product of positive numbers. */
  private static long high(long a, long b) {
    long a1 = a >>> 32;
    long a0 = a & LOW_32;
    long b1 = b >>> 32;
    long b0 = b & LOW_32;
    long middle = a1 * b0 + ((a0 * b0) >>> 32);
    return a1 * b1 + (middle >>> 32) + ((a0 * b1 + (middle & LOW_32)) >>> 32);
  }

  /** Has the 126 highest bits of ten to the power -k, plus one, at the place that is given. */
  private static int remember(int k) {
    int place = k & (REMEMBERED - 1);
    if (EXPONENTS[place] != k || HIGH[place] == 0) {
      WholeNumber power = powerOfTen(-k);
      int length = power.bitLength();
      long high = power.bits(length - 63);
      long low = power.bits(length - 126) + 1;
      HIGH[place] = low < 0 ? high + 1 : high;
      LOW[place] = low & Long.MAX_VALUE;
      EXPONENTS[place] = k;
    }
    return place;
  }

  /** A power of ten without its power of two; of a negative one enough bits, and no rest. */
  private static WholeNumber powerOfTen(int exponent) {
    int left = Math.abs(exponent);
    int words = exponent < 0 ? left * 10 / 3 / Integer.SIZE + 6 : 0;
    WholeNumber power = new WholeNumber(left * 10 / 3 + Integer.SIZE * (words + 2));
    power.multiply(1, 1);
    power.shift(words);
    for (; left > 0; left -= 9) {
      int factor = left >= 9 ? NINE_DIGITS : small(left);
      if (exponent < 0) {
        long unused = power.divide(factor);
      } else {
        power.multiply(factor, 0);
      }
    }
    return power;
  }

  private static int small(int exponent) {
    int power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
