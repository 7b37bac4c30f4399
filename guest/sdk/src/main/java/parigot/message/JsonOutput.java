package parigot.message;

/** A JSON text while it is written. */
final class JsonOutput {
  private static final String DIGITS = "0123456789abcdef";

  private final StringBuilder text = new StringBuilder();

  JsonOutput raw(String json) {
    text.append(json);
    return this;
  }

  JsonOutput raw(char json) {
    text.append(json);
    return this;
  }

  JsonOutput name(String name) {
    return text(name).raw(':');
  }

  /** In quotation marks. {@code <} and its like are escaped, so that it may stand in a page. */
  JsonOutput text(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char next = value.charAt(i);
      switch (next) {
        case '"', '\\' -> text.append('\\').append(next);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '<', '>', '&', '\'', '\u2028', '\u2029' -> escape(next);
        default -> {
          if (next < ' ' || next == 0x7f) {
            escape(next);
          } else {
            text.append(next);
          }
        }
      }
    }
    text.append('"');
    return this;
  }

  private void escape(char next) {
    text.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      text.append(DIGITS.charAt(next >> shift & 0xf));
    }
  }

  /** A number; what is none stands as a text. */
  JsonOutput number(double value) {
    return finite(Double.toString(value), !Double.isNaN(value) && !Double.isInfinite(value));
  }

  /** A number; what is none stands as a text. */
  JsonOutput number(float value) {
    return finite(Float.toString(value), !Float.isNaN(value) && !Float.isInfinite(value));
  }

  private JsonOutput finite(String written, boolean isFinite) {
    return isFinite ? raw(written) : text(written);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
