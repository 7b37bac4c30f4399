package parigot.maven;

import org.teavm.classlib.impl.unicode.CharMapping;

/** Methods of characters, compiled into guests in place of TeaVM's, and what Java checks first. */
final class CharactersAsJava {
  /** The first and the last character of those that the Unicode data tell by these two alone. */
  private static final int[] RUNS = {
    0x3400, 0x4DBF, 0x4E00, 0x9FFC, 0xAC00, 0xD7A3, 0xE000, 0xF8FF, 0x17000, 0x187F7, 0x18D00,
    0x18D08, 0x20000, 0x2A6DD, 0x2A700, 0x2B734, 0x2B740, 0x2B81D, 0x2B820, 0x2CEA1, 0x2CEB0,
    0x2EBE0, 0x30000, 0x3134A, 0xF0000, 0xFFFFD, 0x100000, 0x10FFFD
  };

  private CharactersAsJava() {}

  /** What Java checks first. */
  static final class Guards {
    private Guards() {}

    static void codePointAt(CharSequence text, int index) {
      int length = text.length();
      TextAsJava.index(index >= 0 && index < length, index);
    }

    static void codePointBefore(CharSequence text, int index) {
      int length = text.length();
      TextAsJava.index(index > 0 && index <= length, index);
    }
  }

  static final class OfCharacter {
    private OfCharacter() {}

    public static int getType(int codePoint) {
      for (int i = 0; codePoint >= RUNS[0] && i < RUNS.length; i += 2) {
        if (codePoint >= RUNS[i] && codePoint <= RUNS[i + 1]) {
          boolean isPrivate = RUNS[i] == 0xE000 || RUNS[i] >= 0xF0000;
          return isPrivate ? Character.PRIVATE_USE : Character.OTHER_LETTER;
        }
      }
      return typeOfData(codePoint);
    }

    private static native int typeOfData(int codePoint);

    public static boolean isJavaIdentifierStart(int codePoint) {
      int type = Character.getType(codePoint);
      return Character.isUnicodeIdentifierStart(codePoint)
          || type == Character.CURRENCY_SYMBOL
          || type == Character.CONNECTOR_PUNCTUATION;
    }

    public static boolean isUnicodeIdentifierStart(int codePoint) {
      return Character.isLetter(codePoint)
          || Character.getType(codePoint) == Character.LETTER_NUMBER;
    }

    private static int mapChar(CharMapping table, int codePoint) {
      return Character.isValidCodePoint(codePoint) ? mappedTo(table, codePoint) : codePoint;
    }

    private static native int mappedTo(CharMapping table, int codePoint);

    public static String toString(int codePoint) {
      return new StringBuilder(2).appendCodePoint(codePoint).toString();
    }

    public static boolean isBmpCodePoint(int codePoint) {
      return codePoint >>> 16 == 0;
    }

    public static int toCodePoint(char high, char low) {
      return ((high << 10) + low) + (0x10000 - (0xd800 << 10) - 0xdc00);
    }

    public static char highSurrogate(int codePoint) {
      return (char) ((codePoint >>> 10) + (0xd800 - (0x10000 >>> 10)));
    }

    public static int codePointCount(char[] text, int from, int count) {
      TextAsJava.part(from, count, text.length);
      int points = 0;
      for (int i = from; i < from + count; i++) {
        points++;
        if (Character.isHighSurrogate(text[i])
            && i + 1 < from + count
            && Character.isLowSurrogate(text[i + 1])) {
          i++;
        }
      }
      return points;
    }

    public static int codePointAt(char[] text, int index, int limit) {
      TextAsJava.index(index < limit && limit >= 0 && limit <= text.length, index);
      TextAsJava.index(index >= 0, index);
      return index + 1 < limit && Character.isSurrogatePair(text[index], text[index + 1])
          ? Character.toCodePoint(text[index], text[index + 1])
          : text[index];
    }

    public static int codePointBefore(char[] text, int index) {
      int length = text.length;
      TextAsJava.index(index > 0 && index <= length, index);
      return codePointBefore(text, index, 0);
    }

    public static int codePointBefore(char[] text, int index, int start) {
      TextAsJava.index(index > start && start >= 0 && index <= text.length, index);
      return index - 2 >= start && Character.isSurrogatePair(text[index - 2], text[index - 1])
          ? Character.toCodePoint(text[index - 2], text[index - 1])
          : text[index - 1];
    }

    public static int offsetByCodePoints(CharSequence text, int index, int count) {
      TextAsJava.requireCodePoints(text, index, count);
      int at = index;
      for (int i = 0; i < count; i++) {
        at += Character.charCount(Character.codePointAt(text, at));
      }
      for (int i = 0; i > count; i--) {
        at -= Character.charCount(Character.codePointBefore(text, at));
      }
      return at;
    }

    public static int offsetByCodePoints(char[] text, int start, int length, int index, int count) {
      TextAsJava.part(start, length, text.length);
      TextAsJava.index(index >= start && index <= start + length, index);
      return start + new String(text, start, length).offsetByCodePoints(index - start, count);
    }
  }
}
