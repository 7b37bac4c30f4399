package parigot.message;

/** A number of a JSON text, as it is written there. */
final class JsonNumber {
  private static final int MOST_DIGITS = 20;

  private final String text;

  JsonNumber(String text) {
    this.text = text;
  }

  /** The number that a value is: one of JSON, or a text that is one. */
  static JsonNumber of(Object json, JsonPath path, String expected) {
    if (json instanceof JsonNumber number) {
      return number;
    }
    if (json instanceof String text && isNumber(text)) {
      return new JsonNumber(text);
    }
    throw path.wrong(json, expected);
  }

  /** Whether a text is a number and nothing else, so that nothing around it is passed over. */
  private static boolean isNumber(String text) {
    if (text.isEmpty() || !isBegin(text.charAt(0))) {
      return false;
    }
    try {
      return JsonText.parse(text) instanceof JsonNumber number && number.text.equals(text);
    } catch (MalformedMessageException malformed) {
      return false;
    }
  }

  private static boolean isBegin(char first) {
    return first == '-' || (first >= '0' && first <= '9');
  }

  int int32(JsonPath path) {
    long value = int64(path, "an int32");
    if (value != (int) value) {
      throw path.wrong(this, "an int32");
    }
    return (int) value;
  }

  int uint32(JsonPath path) {
    long value = int64(path, "a uint32");
    if (value >>> 32 != 0) {
      throw path.wrong(this, "a uint32");
    }
    return (int) value;
  }

  long int64(JsonPath path) {
    return int64(path, "an int64");
  }

  private long int64(JsonPath path, String expected) {
    boolean negative = text.charAt(0) == '-';
    String digits = digits(path, expected);
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      // Below zero there is one number more than above.
      if (value < (Long.MIN_VALUE + digit) / 10) {
        throw path.wrong(this, expected);
      }
      value = value * 10 - digit;
    }
    if (!negative && value == Long.MIN_VALUE) {
      throw path.wrong(this, expected);
    }
    return negative ? value : -value;
  }

  long uint64(JsonPath path) {
    String digits = digits(path, "a uint64");
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      // The largest is 1844674407370955161 * 10 + 5.
      long most = 1_844_674_407_370_955_161L;
      if (value < 0 || value > most || (value == most && digit > 5)) {
        throw path.wrong(this, "a uint64");
      }
      value = value * 10 + digit;
    }
    if (text.charAt(0) == '-' && value != 0) {
      throw path.wrong(this, "a uint64");
    }
    return value;
  }

  /** The digits of a whole number, which may be written with a fraction and an exponent. */
  private String digits(JsonPath path, String expected) {
    int end = text.length();
    int exponent = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == 'e' || text.charAt(i) == 'E') {
        end = i;
        exponent = exponent(text.substring(i + 1));
      }
    }
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < end; i++) {
      char next = text.charAt(i);
      if (next == '.') {
        exponent -= end - i - 1;
      } else if (next != '-' && (next != '0' || !digits.isEmpty())) {
        digits.append(next);
      }
    }
    while (exponent < 0 && !digits.isEmpty() && digits.charAt(digits.length() - 1) == '0') {
      digits.setLength(digits.length() - 1);
      exponent++;
    }
    if (digits.isEmpty()) {
      return "";
    }
    if (exponent < 0 || exponent + digits.length() > MOST_DIGITS) {
      throw path.wrong(this, expected);
    }
    return digits.append("0".repeat(exponent)).toString();
  }

  /** One of many digits is far too large, whatever it is. */
  private static int exponent(String written) {
    int far = 100_000_000;
    boolean signed = written.charAt(0) == '-' || written.charAt(0) == '+';
    int value = 0;
    for (int i = signed ? 1 : 0; i < written.length(); i++) {
      value = value >= far ? value : value * 10 + written.charAt(i) - '0';
    }
    return written.charAt(0) == '-' ? -value : value;
  }

  double float64(JsonPath path) {
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw path.wrong(this, "a double");
    }
    return value;
  }

  float float32(JsonPath path) {
    float value = (float) Double.parseDouble(text);
    if (Float.isInfinite(value)) {
      throw path.wrong(this, "a float");
    }
    return value;
  }

  @Override
  public String toString() {
    return text;
  }
}
