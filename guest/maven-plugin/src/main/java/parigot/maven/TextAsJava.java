package parigot.maven;

import java.io.UnsupportedEncodingException;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.text.DecimalFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Methods of texts, compiled into guests in place of TeaVM's, and what Java checks first. */
final class TextAsJava {
  private TextAsJava() {}

  static void index(boolean right, int index) {
    if (!right) {
      throw new StringIndexOutOfBoundsException(index);
    }
  }

  static void range(int from, int to, int length) {
    index(from >= 0 && to >= from && to <= length, from);
  }

  static void part(int offset, int count, int length) {
    index(offset >= 0 && count >= 0 && offset <= length - count, offset);
  }

  /** Of a number that is not negative, or the smallest one, whose magnitude is none. */
  static String digits(int number) {
    return digits((long) number);
  }

  static String digits(long number) {
    String text = Long.toString(number);
    return number < 0 ? text.substring(1) : text;
  }

  static void roundHalvesUp(DecimalFormat format) {
    format.setRoundingMode(RoundingMode.HALF_UP);
  }

  static void requireCodePoints(CharSequence self, int index, int count) {
    int length = self.length();
    index(index >= 0 && index <= length, index);
    int there =
        count >= 0
            ? Character.codePointCount(self, index, length)
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

    static void getChars(String self, int from, int to, char[] target, int at) {
      range(from, to, self.length());
      part(at, to - from, target.length);
    }

    static void construct(String self, byte[] bytes, String charset)
        throws UnsupportedEncodingException {
      construct(self, bytes, 0, bytes.length, charset);
    }

    static void construct(String self, byte[] bytes, int offset, int count, String charset)
        throws UnsupportedEncodingException {
      if (!isThere(Objects.requireNonNull(charset))) {
        throw new UnsupportedEncodingException(charset);
      }
      part(offset, count, bytes.length);
    }

    private static boolean isThere(String charset) {
      try {
        return Charset.forName(charset) != null;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    static void construct(String self, int[] codePoints, int offset, int count) {
      part(offset, count, codePoints.length);
      for (int i = offset; i < offset + count; i++) {
        if (!Character.isValidCodePoint(codePoints[i])) {
          throw new IllegalArgumentException(Integer.toString(codePoints[i]));
        }
      }
    }
  }

  static final class OfString {
    /** TeaVM's own. */
    private char[] characters;

    private OfString() {}

    /** TeaVM's own too. */
    @Override
    public native int hashCode();

    /** TeaVM's calls {@code charAt} for each character of both. */
    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      if (!(other instanceof OfString that)) {
        return false;
      }
      char[] own = characters;
      char[] others = that.characters;
      int length = own.length;
      if (length != others.length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (own[i] != others[i]) {
          return false;
        }
      }
      return true;
    }

    /** Nobody calls it: a build refuses who does, and TeaVM's would be a function of the host. */
    public String intern() {
      return toString();
    }

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
      if (from < 0) {
        return false;
      }
      int length = text.length();
      if (from > self.length() - length) {
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

    public String stripIndent() {
      String self = toString();
      if (self.isEmpty()) {
        return self;
      }
      char last = self.charAt(self.length() - 1);
      boolean isEnded = last == '\n' || last == '\r';
      List<String> lines = self.lines().toList();
      int indent = isEnded ? 0 : Integer.MAX_VALUE;
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        if (!line.isBlank() || i == lines.size() - 1) {
          indent = Math.min(indent, line.length() - line.stripLeading().length());
        }
      }
      StringBuilder stripped = new StringBuilder(self.length());
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i);
        stripped.append(i == 0 ? "" : "\n");
        stripped.append(line.isBlank() ? "" : line.substring(indent).stripTrailing());
      }
      return stripped.append(isEnded ? "\n" : "").toString();
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
}
