package parigot.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON as RFC 8259 has it: objects as maps in their order, arrays as lists, texts as strings,
 * numbers as {@link JsonNumber}, {@code true} and {@code false} as booleans, {@code null} as {@link
 * #NULL}.
 */
final class JsonText {
  /** The {@code null} of JSON. */
  static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  /** A message in an array in a message, again and again, and what is in the last one. */
  private static final int DEEPEST = 2 * MessageReader.MAX_DEPTH + 2;

  private static final String HEX_DIGITS = "0123456789abcdef";

  private final String text;
  private int at;
  private int depth;

  private JsonText(String text) {
    this.text = text;
  }

  /**
   * @throws MalformedMessageException when the text is no JSON
   */
  static Object parse(String text) {
    JsonText json = new JsonText(text);
    Object value = json.value();
    json.skipSpace();
    if (json.at < text.length()) {
      throw json.unexpected("the end");
    }
    return value;
  }

  private Object value() {
    skipSpace();
    char next = peek("a value");
    if (next == '{' || next == '[') {
      if (depth == DEEPEST) {
        throw new MalformedMessageException(
            "JSON stands more than " + DEEPEST + " deep in itself.");
      }
      depth++;
      Object value = next == '{' ? object() : array();
      depth--;
      return value;
    }
    return switch (next) {
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", NULL);
      default -> number();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (peek("a name or }") == '}') {
      at++;
      return members;
    }
    while (true) {
      skipSpace();
      if (peek("a name") != '"') {
        throw unexpected("a name in quotation marks");
      }
      String name = string();
      skipSpace();
      take(':');
      if (members.put(name, value()) != null) {
        throw new MalformedMessageException("\"" + name + "\" stands twice in one object.");
      }
      if (isEnd('}')) {
        return members;
      }
    }
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>();
    at++;
    skipSpace();
    if (peek("a value or ]") == ']') {
      at++;
      return elements;
    }
    do {
      elements.add(value());
    } while (!isEnd(']'));
    return elements;
  }

  private boolean isEnd(char end) {
    skipSpace();
    char next = peek("a comma or " + end);
    if (next != ',' && next != end) {
      throw unexpected("a comma or " + end);
    }
    at++;
    return next == end;
  }

  private String string() {
    at++;
    StringBuilder chars = new StringBuilder();
    while (true) {
      int start = at;
      while (at < text.length() && isPlain(text.charAt(at))) {
        at++;
      }
      chars.append(text, start, at);
      char next = peek("the end of a text");
      at++;
      if (next == '"') {
        return checked(chars.toString());
      }
      if (next != '\\') {
        at--;
        throw unexpected("no control character in a text");
      }
      chars.append(escaped());
    }
  }

  private static boolean isPlain(char next) {
    return next != '"' && next != '\\' && next >= ' ';
  }

  private char escaped() {
    char next = peek("what is escaped");
    at++;
    return switch (next) {
      case '"', '\\', '/' -> next;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal();
      default -> {
        at--;
        throw unexpected("a character that may be escaped");
      }
    };
  }

  private char hexadecimal() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = HEX_DIGITS.indexOf(peek("four hexadecimal digits") | 0x20);
      if (digit < 0) {
        throw unexpected("four hexadecimal digits");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  /** Half a pair of surrogates is no character, and has no bytes in UTF-8. */
  private String checked(String chars) {
    for (int i = 0; i < chars.length(); i++) {
      char one = chars.charAt(i);
      if (one >= 0xd800 && one <= 0xdfff) {
        boolean pair =
            one < 0xdc00
                && i + 1 < chars.length()
                && chars.charAt(i + 1) >= 0xdc00
                && chars.charAt(i + 1) <= 0xdfff;
        if (!pair) {
          throw new MalformedMessageException(
              "A text has half a pair of surrogates, before " + place() + ".");
        }
        i++;
      }
    }
    return chars;
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw unexpected("a value");
    }
    at += word.length();
    return value;
  }

  private JsonNumber number() {
    int start = at;
    if (isNext('-')) {
      at++;
    }
    int first = at;
    digits();
    if (text.charAt(first) == '0' && at > first + 1) {
      at = first + 1;
      throw unexpected("no digit behind a 0 at the begin of a number");
    }
    if (isNext('.')) {
      at++;
      digits();
    }
    if (isNext('e') || isNext('E')) {
      at++;
      if (isNext('+') || isNext('-')) {
        at++;
      }
      digits();
    }
    return new JsonNumber(text.substring(start, at));
  }

  private void digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw unexpected(start == text.length() ? "a digit" : "a value");
    }
  }

  private boolean isNext(char wanted) {
    return at < text.length() && text.charAt(at) == wanted;
  }

  private void take(char wanted) {
    if (peek("a " + wanted) != wanted) {
      throw unexpected("a " + wanted);
    }
    at++;
  }

  private char peek(String expected) {
    if (at == text.length()) {
      throw unexpected(expected);
    }
    return text.charAt(at);
  }

  private void skipSpace() {
    while (isNext(' ') || isNext('\n') || isNext('\r') || isNext('\t')) {
      at++;
    }
  }

  private MalformedMessageException unexpected(String expected) {
    return new MalformedMessageException(
        "The JSON has "
            + (at >= text.length() ? "its end" : "'" + text.charAt(at) + "'")
            + " at "
            + place()
            + ", expected "
            + expected
            + ".");
  }

  private String place() {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < Math.min(at, text.length()); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        begin = i + 1;
      }
    }
    return "line " + line + ", column " + (at - begin + 1);
  }
}
