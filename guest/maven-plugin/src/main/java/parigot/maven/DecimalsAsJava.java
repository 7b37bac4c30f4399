package parigot.maven;

import org.teavm.classlib.impl.text.DoubleAnalyzer;
import org.teavm.classlib.impl.text.FloatAnalyzer;

/**
 * Floating-point numbers of texts, and their decimals, compiled into guests. What is read is made
 * of whole numbers without end, and rounded once.
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

  /**
   * What is told of numbers that are printed: TeaVM's own answer is not always the number. None is
   * infinite.
   */
  static final class OfDoubleAnalyzer {
    private OfDoubleAnalyzer() {}

    public static void analyze(double number, DoubleAnalyzer.Result result) {
      result.sign = Double.doubleToRawLongBits(number) < 0;
      if (number == 0) {
        result.mantissa = 0;
        result.exponent = 0;
        return;
      }
      ShortestDecimal shortest = ShortestDecimal.of(Math.abs(number));
      result.mantissa = shortest.digits;
      result.exponent = shortest.exponent + DoubleAnalyzer.DECIMAL_PRECISION - 1;
      while (result.mantissa < DoubleAnalyzer.DOUBLE_MAX_POS) {
        result.mantissa *= 10;
        result.exponent--;
      }
    }
  }

  /** The same of the other kind of numbers. */
  static final class OfFloatAnalyzer {
    private OfFloatAnalyzer() {}

    public static void analyze(float number, FloatAnalyzer.Result result) {
      result.sign = Float.floatToRawIntBits(number) < 0;
      if (number == 0) {
        result.mantissa = 0;
        result.exponent = 0;
        return;
      }
      ShortestDecimal shortest = ShortestDecimal.of(Math.abs(number));
      result.mantissa = (int) shortest.digits;
      result.exponent = shortest.exponent + FloatAnalyzer.PRECISION - 1;
      while (result.mantissa < FloatAnalyzer.MAX_POS) {
        result.mantissa *= 10;
        result.exponent--;
      }
    }
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
}
