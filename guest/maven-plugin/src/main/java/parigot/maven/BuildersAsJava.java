package parigot.maven;

/** Methods of builders of texts, compiled into guests in place of TeaVM's, and what Java checks. */
final class BuildersAsJava {
  private BuildersAsJava() {}

  static final class GuardsOfBuilders {
    private GuardsOfBuilders() {}

    private static void offset(CharSequence self, int offset) {
      TextAsJava.index(offset >= 0 && offset <= self.length(), offset);
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
      TextAsJava.part(from, count, value.length);
    }

    static void insert(CharSequence self, int offset, CharSequence value, int from, int to) {
      offset(self, offset);
      TextAsJava.range(from, to, value == null ? 4 : value.length());
    }

    static void append(CharSequence self, char[] value, int from, int count) {
      TextAsJava.part(from, count, value.length);
    }

    static void append(CharSequence self, CharSequence value, int from, int to) {
      TextAsJava.range(from, to, value == null ? 4 : value.length());
    }

    static void appendCodePoint(CharSequence self, int codePoint) {
      if (!Character.isValidCodePoint(codePoint)) {
        throw new IllegalArgumentException(
            "Not a valid Unicode code point: ".concat(Integer.toString(codePoint)));
      }
    }

    static void setCharAt(CharSequence self, int index, char value) {
      TextAsJava.index(index >= 0 && index < self.length(), index);
    }

    static void getChars(CharSequence self, int from, int to, char[] target, int at) {
      TextAsJava.range(from, to, self.length());
      TextAsJava.range(at, at + to - from, target.length);
    }

    static void offsetByCodePoints(CharSequence self, int index, int count) {
      TextAsJava.requireCodePoints(self, index, count);
    }
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
      BuildersAsJava.reverse(self);
      return self;
    }

    public void setLength(int length) {
      StringBuilder self = (StringBuilder) (Object) this;
      TextAsJava.index(length >= 0, length);
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
      TextAsJava.index(offset >= 0 && offset <= ((StringBuilder) (Object) this).length(), offset);
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
      BuildersAsJava.reverse(reversed);
      self.setLength(0);
      self.append(reversed.toString());
      return self;
    }

    public void setLength(int length) {
      StringBuffer self = (StringBuffer) (Object) this;
      TextAsJava.index(length >= 0, length);
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
      TextAsJava.index(offset >= 0 && offset <= ((StringBuffer) (Object) this).length(), offset);
      return ((StringBuffer) (Object) this)
          .insert(offset, String.valueOf(text).substring(from, to));
    }

    public int compareTo(StringBuffer other) {
      return ((Object) this).toString().compareTo(other.toString());
    }
  }
}
