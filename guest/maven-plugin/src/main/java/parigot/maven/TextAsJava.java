package parigot.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Methods of texts, compiled into guests in place of TeaVM's, and what Java checks first. */
final class TextAsJava {
  private TextAsJava() {}

  private static void index(boolean right, int index) {
    if (!right) {
      throw new StringIndexOutOfBoundsException(index);
    }
  }

  private static void range(int from, int to, int length) {
    index(from >= 0 && to >= from && to <= length, from);
  }

  private static void part(int offset, int count, int length) {
    index(offset >= 0 && count >= 0 && offset <= length - count, offset);
  }

  static final class GuardsOfBuilders {
    private GuardsOfBuilders() {}

    private static void offset(CharSequence self, int offset) {
      index(offset >= 0 && offset <= self.length(), offset);
    }

    static void insert(CharSequence self, int offset, char value) {
      offset(self, offset);
    }

    static void insert(CharSequence self, int offset, int value) {
      offset(self, offset);
    }

    static void insert(CharSequence self, int offset, long value) {
      offset(self, offset);
    }

    static void insert(CharSequence self, int offset, float value) {
      offset(self, offset);
    }

    static void insert(CharSequence self, int offset, double value) {
      offset(self, offset);
    }

    static void insert(CharSequence self, int offset, char[] value) {
      offset(self, offset);
    }

    static void insert(CharSequence self, int offset, CharSequence value) {
      offset(self, offset);
    }

    static void insert(CharSequence self, int offset, char[] value, int from, int count) {
      offset(self, offset);
      part(from, count, value.length);
    }

    static void insert(CharSequence self, int offset, CharSequence value, int from, int to) {
      offset(self, offset);
      range(from, to, value == null ? 4 : value.length());
    }

    static void append(CharSequence self, char[] value, int from, int count) {
      part(from, count, value.length);
    }

    static void append(CharSequence self, CharSequence value, int from, int to) {
      range(from, to, value == null ? 4 : value.length());
    }

    static void appendCodePoint(CharSequence self, int codePoint) {
      if (!Character.isValidCodePoint(codePoint)) {
        throw new IllegalArgumentException(
            "Not a valid Unicode code point: ".concat(Integer.toString(codePoint)));
      }
    }

    static void setCharAt(CharSequence self, int index, char value) {
      index(index >= 0 && index < self.length(), index);
    }

    static void getChars(CharSequence self, int from, int to, char[] target, int at) {
      range(from, to, self.length());
      range(at, at + to - from, target.length);
    }

    static void offsetByCodePoints(CharSequence self, int index, int count) {
      requireCodePoints(self, index, count);
    }
  }

  private static void requireCodePoints(CharSequence self, int index, int count) {
    index(index >= 0 && index <= self.length(), index);
    int there =
        count >= 0
            ? Character.codePointCount(self, index, self.length())
            : Character.codePointCount(self, 0, index);
    index(Math.abs(count) <= there, index);
  }

  static final class GuardsOfString {
    private GuardsOfString() {}

    static void substring(String self, int from, int to) {
      range(from, to, self.length());
    }

    static void subSequence(String self, int from, int to) {
      range(from, to, self.length());
    }

    static void replace(String self, CharSequence target, CharSequence replacement) {
      int both = target.length() + replacement.length();
      index(both >= 0, both);
    }

    static void offsetByCodePoints(String self, int index, int count) {
      requireCodePoints(self, index, count);
    }
  }

  static final class OfString {
    private OfString() {}

    public int indexOf(String text, int from) {
      String self = toString();
      int last = self.length() - text.length();
      for (int at = Math.max(0, from); at <= last; at++) {
        if (self.startsWith(text, at)) {
          return at;
        }
      }
      return text.isEmpty() ? self.length() : -1;
    }

    public boolean startsWith(String text, int from) {
      String self = toString();
      int length = text.length();
      if (from < 0 || from > self.length() - length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (self.charAt(from + i) != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    public static String copyValueOf(char[] value, int from, int count) {
      return valueOf(value, from, count);
    }

    public static String valueOf(char[] value, int from, int count) {
      part(from, count, value.length);
      return new String(value, from, count);
    }

    public static String join(CharSequence delimiter, CharSequence... elements) {
      String between = delimiter.toString();
      StringBuilder joined = new StringBuilder();
      for (int i = 0; i < elements.length; i++) {
        joined.append(i == 0 ? "" : between).append(String.valueOf(elements[i]));
      }
      return joined.toString();
    }

    public static String join(CharSequence delimiter, Iterable<? extends CharSequence> elements) {
      String between = delimiter.toString();
      StringBuilder joined = new StringBuilder();
      boolean first = true;
      for (CharSequence each : elements) {
        joined.append(first ? "" : between).append(String.valueOf(each));
        first = false;
      }
      return joined.toString();
    }

    public String toUpperCase() {
      return upper(toString());
    }

    public String toUpperCase(Locale locale) {
      return upper(toString());
    }

    public String toLowerCase() {
      return lower(toString());
    }

    public String toLowerCase(Locale locale) {
      return lower(toString());
    }
  }

  private static String upper(String self) {
    StringBuilder upper = new StringBuilder(self.length());
    int at = 0;
    while (at < self.length()) {
      int codePoint = self.codePointAt(at);
      at += Character.charCount(codePoint);
      if (codePoint == 0xdf) {
        upper.append("SS");
      } else {
        upper.appendCodePoint(Character.toUpperCase(codePoint));
      }
    }
    return upper.toString();
  }

  private static String lower(String self) {
    StringBuilder lower = new StringBuilder(self.length());
    int at = 0;
    while (at < self.length()) {
      int codePoint = self.codePointAt(at);
      at += Character.charCount(codePoint);
      if (codePoint == 0x130) {
        lower.append("i\u0307");
      } else {
        lower.appendCodePoint(Character.toLowerCase(codePoint));
      }
    }
    return lower.toString();
  }

  private static void reverse(StringBuilder text) {
    int length = text.length();
    for (int i = 0, j = length - 1; i < j; i++, j--) {
      char one = text.charAt(i);
      text.setCharAt(i, text.charAt(j));
      text.setCharAt(j, one);
    }
    for (int i = 0; i + 1 < length; i++) {
      char second = text.charAt(i);
      char first = text.charAt(i + 1);
      if (Character.isLowSurrogate(second) && Character.isHighSurrogate(first)) {
        text.setCharAt(i++, first);
        text.setCharAt(i, second);
      }
    }
  }

  static final class OfStringBuilder {
    private OfStringBuilder() {}

    public StringBuilder reverse() {
      StringBuilder self = (StringBuilder) (Object) this;
      TextAsJava.reverse(self);
      return self;
    }

    public void setLength(int length) {
      StringBuilder self = (StringBuilder) (Object) this;
      index(length >= 0, length);
      for (int i = self.length(); i < length; i++) {
        self.append('\0');
      }
      self.delete(length, self.length());
    }

    public int indexOf(String text, int from) {
      return ((Object) this).toString().indexOf(text, from);
    }

    public StringBuilder append(CharSequence text) {
      return ((StringBuilder) (Object) this).append(String.valueOf(text));
    }

    public StringBuilder append(CharSequence text, int from, int to) {
      return ((StringBuilder) (Object) this).append(String.valueOf(text).substring(from, to));
    }

    public StringBuilder insert(int offset, CharSequence text) {
      return ((StringBuilder) (Object) this).insert(offset, String.valueOf(text));
    }

    public StringBuilder insert(int offset, CharSequence text, int from, int to) {
      index(offset >= 0 && offset <= ((StringBuilder) (Object) this).length(), offset);
      return ((StringBuilder) (Object) this)
          .insert(offset, String.valueOf(text).substring(from, to));
    }

    public int compareTo(StringBuilder other) {
      return ((Object) this).toString().compareTo(other.toString());
    }
  }

  static final class OfStringBuffer {
    private OfStringBuffer() {}

    public StringBuffer reverse() {
      StringBuffer self = (StringBuffer) (Object) this;
      StringBuilder reversed = new StringBuilder(self.toString());
      TextAsJava.reverse(reversed);
      self.setLength(0);
      self.append(reversed.toString());
      return self;
    }

    public void setLength(int length) {
      StringBuffer self = (StringBuffer) (Object) this;
      index(length >= 0, length);
      for (int i = self.length(); i < length; i++) {
        self.append('\0');
      }
      self.delete(length, self.length());
    }

    public int indexOf(String text, int from) {
      return ((Object) this).toString().indexOf(text, from);
    }

    public StringBuffer append(CharSequence text) {
      return ((StringBuffer) (Object) this).append(String.valueOf(text));
    }

    public StringBuffer append(CharSequence text, int from, int to) {
      return ((StringBuffer) (Object) this).append(String.valueOf(text).substring(from, to));
    }

    public StringBuffer insert(int offset, CharSequence text) {
      return ((StringBuffer) (Object) this).insert(offset, String.valueOf(text));
    }

    public StringBuffer insert(int offset, CharSequence text, int from, int to) {
      index(offset >= 0 && offset <= ((StringBuffer) (Object) this).length(), offset);
      return ((StringBuffer) (Object) this)
          .insert(offset, String.valueOf(text).substring(from, to));
    }

    public int compareTo(StringBuffer other) {
      return ((Object) this).toString().compareTo(other.toString());
    }
  }

  static final class OfPattern {
    private OfPattern() {}

    public String[] split(CharSequence input) {
      return split(input, 0);
    }

    public String[] split(CharSequence input, int limit) {
      List<String> parts = new ArrayList<>();
      Matcher matcher = ((Pattern) (Object) this).matcher(input);
      int from = 0;
      while ((limit <= 0 || parts.size() < limit - 1) && matcher.find()) {
        boolean isBeforeTheFirst = matcher.end() == 0;
        if (!isBeforeTheFirst) {
          parts.add(input.subSequence(from, matcher.start()).toString());
          from = matcher.end();
        }
      }
      if (from == 0) {
        return new String[] {input.toString()};
      }
      parts.add(input.subSequence(from, input.length()).toString());
      int size = parts.size();
      while (limit == 0 && size > 0 && parts.get(size - 1).isEmpty()) {
        size--;
      }
      String[] all = new String[size];
      for (int i = 0; i < size; i++) {
        all[i] = parts.get(i);
      }
      return all;
    }
  }

  static final class OfCharacter {
    private OfCharacter() {}

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

    public static int offsetByCodePoints(CharSequence text, int index, int count) {
      requireCodePoints(text, index, count);
      int at = index;
      for (int i = 0; i < count; i++) {
        at += Character.charCount(Character.codePointAt(text, at));
      }
      for (int i = 0; i > count; i--) {
        at -= Character.charCount(Character.codePointBefore(text, at));
      }
      return at;
    }
  }
}
