package parigot.guest;

import java.util.Map;

/** Unsigned numbers of 64 bits in hexadecimal, as they stand in the environment. */
final class Hexadecimal {
  private static final int MOST_DIGITS = 16;

  private Hexadecimal() {}

  /**
   * @throws IllegalStateException when the variable is missing or no such number
   */
  static long parse(String variable, Map<String, String> environment) {
    String digits = environment.get(variable);
    if (digits == null || digits.isEmpty() || digits.length() > MOST_DIGITS) {
      throw malformed(variable, digits);
    }
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digit(digits.charAt(i));
      if (digit < 0) {
        throw malformed(variable, digits);
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  /** Not by {@code Character.digit}, which knows the digits of all scripts and is as large. */
  private static int digit(char character) {
    if (character >= '0' && character <= '9') {
      return character - '0';
    }
    int letter = character | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  /** Sixteen digits. */
  static String print(long value) {
    StringBuilder digits = new StringBuilder();
    for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
      digits.append("0123456789abcdef".charAt((int) (value >>> shift) & 0xf));
    }
    return digits.toString();
  }

  private static IllegalStateException malformed(String variable, String found) {
    return new IllegalStateException(
        "the environment variable " + variable + " is " + found + ", expected 1 to 16 hex digits");
  }
}
