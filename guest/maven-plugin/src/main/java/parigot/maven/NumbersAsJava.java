package parigot.maven;

import java.util.Objects;

/** Methods of numbers, compiled into guests in place of TeaVM's. */
final class NumbersAsJava {
  private NumbersAsJava() {}

  static final class OfInteger {
    private OfInteger() {}

    public static String toUnsignedString(int number, int radix) {
      return Long.toString(number & 0xFFFF_FFFFL, radix);
    }

    public static int parseUnsignedInt(String text) {
      return parseUnsignedInt(text, 10);
    }

    public static int parseUnsignedInt(String text, int radix) {
      if (text == null) {
        throw new NumberFormatException("Cannot parse null string: null");
      }
      if (text.startsWith("-")) {
        throw new NumberFormatException(
            "Illegal leading minus sign on unsigned string ".concat(text));
      }
      long number = Long.parseLong(text, radix);
      if (number > 0xFFFF_FFFFL) {
        throw new NumberFormatException(
            "String value exceeds range of unsigned int: ".concat(text));
      }
      return (int) number;
    }
  }

  static final class OfLong {
    private OfLong() {}

    public static String toString(long number, int wanted) {
      int radix = wanted < Character.MIN_RADIX || wanted > Character.MAX_RADIX ? 10 : wanted;
      if (number == 0) {
        return "0";
      }
      char[] text = new char[65];
      int at = text.length;
      // Of negative numbers there is one more.
      long rest = number > 0 ? -number : number;
      while (rest != 0) {
        text[--at] = Character.forDigit((int) -(rest % radix), radix);
        rest /= radix;
      }
      if (number < 0) {
        text[--at] = '-';
      }
      return new String(text, at, text.length - at);
    }

    public static String toUnsignedString(long number, int wanted) {
      int radix = wanted < Character.MIN_RADIX || wanted > Character.MAX_RADIX ? 10 : wanted;
      if (number >= 0) {
        return Long.toString(number, radix);
      }
      long quotient = ((number >>> 1) / radix) << 1;
      long rest = number - quotient * radix;
      if (rest >= radix) {
        quotient++;
        rest -= radix;
      }
      return Long.toString(quotient, radix).concat(Long.toString(rest, radix));
    }

    public static long parseUnsignedLong(String text) {
      return parseUnsignedLong(text, 10);
    }

    public static long parseUnsignedLong(String text, int radix) {
      if (text == null) {
        throw new NumberFormatException("Cannot parse null string: null");
      }
      if (text.isEmpty() || radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
        throw new NumberFormatException("For input string: \"".concat(text).concat("\""));
      }
      if (text.charAt(0) == '-') {
        throw new NumberFormatException(
            "Illegal leading minus sign on unsigned string ".concat(text));
      }
      int from = text.charAt(0) == '+' ? 1 : 0;
      if (from == text.length()) {
        throw new NumberFormatException("For input string: \"+\"");
      }
      long most = Long.divideUnsigned(-1L, radix);
      long number = 0;
      for (int i = from; i < text.length(); i++) {
        int digit = Character.digit(text.charAt(i), radix);
        if (digit < 0) {
          throw new NumberFormatException("For input string: \"".concat(text).concat("\""));
        }
        boolean over = Long.compareUnsigned(number, most) > 0;
        long next = number * radix + digit;
        if (over || Long.compareUnsigned(next, number * radix) < 0) {
          throw new NumberFormatException(
              "String value exceeds range of unsigned long: ".concat(text));
        }
        number = next;
      }
      return number;
    }
  }

  /** What Java checks first, of whole numbers in a part of a text. */
  static final class GuardsOfInteger {
    private GuardsOfInteger() {}

    static void parseInt(CharSequence text, int from, int to, int radix) {
      Objects.checkFromToIndex(from, to, text.length());
    }
  }

  /** The same of the larger ones. */
  static final class GuardsOfLong {
    private GuardsOfLong() {}

    static void parseLong(CharSequence text, int from, int to, int radix) {
      Objects.checkFromToIndex(from, to, text.length());
    }
  }
}
