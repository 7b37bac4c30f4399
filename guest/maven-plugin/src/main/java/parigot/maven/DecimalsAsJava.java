package parigot.maven;

import org.teavm.classlib.impl.text.DoubleAnalyzer;
import org.teavm.classlib.impl.text.FloatAnalyzer;

/**
 * Floating-point numbers of texts, and the decimals of those nearest to zero, compiled into guests.
 * All of it is exact: a number is made of whole ones without end, and rounded once.
 */
final class DecimalsAsJava {
  /** No number between two neighbours has more digits before it is nearer to one of them. */
  private static final int MOST_DIGITS = 800;

  private static final int NINE_DIGITS = 1_000_000_000;
  private static final int MANY_BITS = 96;

  private final String text;
  private final boolean isFloat;
  private int at;

  private DecimalsAsJava(String text, boolean isFloat) {
    this.text = text;
    this.isFloat = isFloat;
  }

  static final class OfDouble {
    private OfDouble() {}

    public static double parseDouble(String text) {
      return Double.longBitsToDouble(new DecimalsAsJava(text.trim(), false).bits());
    }
  }

  static final class OfFloat {
    private OfFloat() {}

    public static float parseFloat(String text) {
      return Float.intBitsToFloat((int) new DecimalsAsJava(text.trim(), true).bits());
    }

    public static float sum(float one, float other) {
      return one + other;
    }

    public static float max(float one, float other) {
      return Math.max(one, other);
    }

    public static float min(float one, float other) {
      return Math.min(one, other);
    }
  }

  /** What is told of numbers that are printed: TeaVM's own answer for all but the smallest. */
  static final class OfDoubleAnalyzer {
    private static final long EXPONENT = 0x7FF0_0000_0000_0000L;

    private OfDoubleAnalyzer() {}

    public static void analyze(double number, DoubleAnalyzer.Result result) {
      long bits = Double.doubleToRawLongBits(number);
      if ((bits & EXPONENT) != 0 || number == 0) {
        analyzeLarger(number, result);
        return;
      }
      int[] shortest = shortest(bits & Long.MAX_VALUE, false);
      result.sign = bits < 0;
      result.exponent = shortest[0];
      result.mantissa = 0;
      for (int i = 1; i <= DoubleAnalyzer.DECIMAL_PRECISION; i++) {
        result.mantissa = result.mantissa * 10 + (i < shortest.length ? shortest[i] : 0);
      }
    }

    private static native void analyzeLarger(double number, DoubleAnalyzer.Result result);
  }

  /** The same of the other kind of numbers. */
  static final class OfFloatAnalyzer {
    private static final int EXPONENT = 0x7F80_0000;

    private OfFloatAnalyzer() {}

    public static void analyze(float number, FloatAnalyzer.Result result) {
      int bits = Float.floatToRawIntBits(number);
      if ((bits & EXPONENT) != 0 || number == 0) {
        analyzeLarger(number, result);
        return;
      }
      int[] shortest = shortest(bits & Integer.MAX_VALUE, true);
      result.sign = bits < 0;
      result.exponent = shortest[0];
      result.mantissa = 0;
      for (int i = 1; i <= FloatAnalyzer.PRECISION; i++) {
        result.mantissa = result.mantissa * 10 + (i < shortest.length ? shortest[i] : 0);
      }
    }

    private static native void analyzeLarger(float number, FloatAnalyzer.Result result);
  }

  private long bits() {
    if (text.isEmpty()) {
      throw new NumberFormatException("empty String");
    }
    boolean isNegative = text.charAt(0) == '-';
    at = isNegative || text.charAt(0) == '+' ? 1 : 0;
    long magnitude = magnitude();
    return isNegative ? magnitude | (isFloat ? 1L << 31 : Long.MIN_VALUE) : magnitude;
  }

  private long magnitude() {
    if (isRest("NaN")) {
      return isFloat ? 0x7FC0_0000 : 0x7FF8_0000_0000_0000L;
    }
    if (isRest("Infinity")) {
      return infinity(isFloat);
    }
    boolean isHexadecimal = text.startsWith("0x", at) || text.startsWith("0X", at);
    return isHexadecimal ? hexadecimal() : decimal();
  }

  private boolean isRest(String name) {
    return text.length() - at == name.length() && text.startsWith(name, at);
  }

  static long infinity(boolean isFloat) {
    return isFloat ? 0x7F80_0000 : 0x7FF0_0000_0000_0000L;
  }

  private NumberFormatException wrong() {
    return new NumberFormatException("For input string: \"".concat(text).concat("\""));
  }

  private char next() {
    return at < text.length() ? text.charAt(at) : ' ';
  }

  private boolean isAtDigit() {
    return next() >= '0' && next() <= '9';
  }

  private long decimal() {
    byte[] digits = new byte[Math.min(text.length(), MOST_DIGITS)];
    int count = 0;
    int exponent = 0;
    boolean isAny = false;
    boolean isFraction = false;
    boolean isMore = false;
    while (isAtDigit() || (next() == '.' && !isFraction)) {
      int digit = next() - '0';
      if (next() == '.') {
        isFraction = true;
      } else {
        isAny = true;
        exponent -= isFraction ? 1 : 0;
        if (count == MOST_DIGITS) {
          exponent++;
          isMore |= digit != 0;
        } else if (count > 0 || digit != 0) {
          digits[count++] = (byte) digit;
        }
      }
      at++;
    }
    if (next() == '.') {
      throw new NumberFormatException("multiple points");
    }
    if (!isAny) {
      throw wrong();
    }
    if (next() == 'e' || next() == 'E') {
      exponent += exponent();
    }
    end();
    return rounded(digits, count, isMore, exponent, isFloat);
  }

  private int exponent() {
    at++;
    boolean isNegative = next() == '-';
    at += isNegative || next() == '+' ? 1 : 0;
    if (!isAtDigit()) {
      throw wrong();
    }
    int exponent = 0;
    for (; isAtDigit(); at++) {
      // Beyond that only what it means for sure counts: nothing, or infinity.
      exponent = exponent > NINE_DIGITS / 100 ? exponent : exponent * 10 + next() - '0';
    }
    return isNegative ? -exponent : exponent;
  }

  private void end() {
    char kind = next();
    at += kind == 'f' || kind == 'F' || kind == 'd' || kind == 'D' ? 1 : 0;
    if (at != text.length()) {
      throw wrong();
    }
  }

  private long hexadecimal() {
    at += 2;
    WholeNumber number = new WholeNumber(MANY_BITS);
    int exponent = 0;
    boolean isAny = false;
    boolean isFraction = false;
    boolean isMore = false;
    for (int digit = digit(); digit >= 0 || (next() == '.' && !isFraction); digit = digit()) {
      if (next() == '.') {
        isFraction = true;
      } else {
        isAny = true;
        exponent -= isFraction ? 4 : 0;
        if (number.bitLength() > MANY_BITS - 4) {
          exponent += 4;
          isMore |= digit != 0;
        } else {
          number.multiply(16, digit);
        }
      }
      at++;
    }
    if (!isAny || (next() != 'p' && next() != 'P')) {
      throw wrong();
    }
    exponent += exponent();
    end();
    return number.rounded(exponent, isMore, isFloat);
  }

  private int digit() {
    char next = next();
    return next < 128 ? Character.digit(next, 16) : -1;
  }

  /** The bits of the number that is nearest to digits, times ten to a power. */
  private static long rounded(
      byte[] digits, int count, boolean isMore, int exponent, boolean isFloat) {
    if (count == 0 || count + exponent < -330) {
      return 0;
    }
    if (count + exponent > 310) {
      return infinity(isFloat);
    }
    if (count <= (isFloat ? 7 : 15) && Math.abs(exponent) <= (isFloat ? 10 : 22)) {
      return quickly(digits, count, exponent, isFloat);
    }
    int bitsOfPower = Math.abs(exponent) * 10 / 3 + 1;
    WholeNumber number = new WholeNumber(count * 10 / 3 + 1 + bitsOfPower + 2 * MANY_BITS);
    for (int i = 0; i < count; i++) {
      number.multiply(10, digits[i]);
    }
    for (int i = 0; i < exponent; i++) {
      number.multiply(10, 0);
    }
    // What is left after the division has so many bits that it is rounded right.
    int words = exponent < 0 ? (bitsOfPower + MANY_BITS) / Integer.SIZE : 0;
    number.shift(words);
    boolean isRest = isMore;
    int left = -exponent;
    for (; left >= 9; left -= 9) {
      isRest |= number.divide(NINE_DIGITS) != 0;
    }
    for (; left > 0; left--) {
      isRest |= number.divide(10) != 0;
    }
    return number.rounded(-words * Integer.SIZE, isRest, isFloat);
  }

  /** Both numbers are exact, so that the one operation rounds right. */
  private static long quickly(byte[] digits, int count, int exponent, boolean isFloat) {
    long whole = 0;
    for (int i = 0; i < count; i++) {
      whole = whole * 10 + digits[i];
    }
    double power = 1;
    for (int i = Math.abs(exponent); i > 0; i--) {
      power *= 10;
    }
    if (isFloat) {
      float small = (float) power;
      return Float.floatToRawIntBits(exponent < 0 ? whole / small : whole * small);
    }
    return Double.doubleToRawLongBits(exponent < 0 ? whole / power : whole * power);
  }

  /**
   * The shortest decimal, of two digits at least, that is read as this number again: its digits
   * with a decimal exponent in front.
   *
   * @param mantissa of a number nearest to zero, times the smallest one
   */
  static int[] shortest(long mantissa, boolean isFloat) {
    int scale = isFloat ? 149 : 1074;
    WholeNumber number = new WholeNumber(Long.SIZE + scale * 7 / 3 + Integer.SIZE);
    number.multiply(1, (int) (mantissa >>> 32));
    number.shift(1);
    number.multiply(1, (int) mantissa);
    for (int i = 0; i < scale; i++) {
      number.multiply(5, 0);
    }
    byte[] all = number.digits();
    int first = 0;
    while (all[first] == 0) {
      first++;
    }
    int exponent = all.length - first - 1 - scale;
    byte[] digits = new byte[20];
    for (int count = 2; ; count++) {
      System.arraycopy(all, first, digits, 0, count);
      int carried = all[first + count] >= 5 ? carry(digits, count) : 0;
      if (rounded(digits, count, false, exponent + carried - count + 1, isFloat) == mantissa) {
        int[] shortest = new int[count + 1];
        shortest[0] = exponent + carried;
        for (int i = 0; i < count; i++) {
          shortest[i + 1] = digits[i];
        }
        return shortest;
      }
    }
  }

  /** Adds one to the last digit, and tells whether that made one digit more, which it drops. */
  private static int carry(byte[] digits, int count) {
    for (int i = count - 1; i >= 0; i--) {
      if (digits[i] < 9) {
        digits[i]++;
        return 0;
      }
      digits[i] = 0;
    }
    digits[0] = 1;
    return 1;
  }
}
