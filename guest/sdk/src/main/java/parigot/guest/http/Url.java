package parigot.guest.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parigot.message.Bytes;
import parigot.message.MalformedMessageException;

/** The path and the query of a request, without their escapes. */
final class Url {
  private final String path;
  private final List<String> parts = new ArrayList<>();
  private final Map<String, List<String>> query = new LinkedHashMap<>();

  private Url(String path) {
    this.path = path;
  }

  /**
   * @throws IllegalArgumentException when an escape is none, or they are no text
   */
  static Url of(String text) {
    int mark = text.indexOf('?');
    Url url = new Url(mark < 0 ? text : text.substring(0, mark));
    String path = url.path.startsWith("/") ? url.path.substring(1) : url.path;
    for (String part : split(path, '/')) {
      url.parts.add(decoded(part, false));
    }
    if (mark >= 0) {
      for (String pair : split(text.substring(mark + 1), '&')) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        if (!pair.isEmpty()) {
          url.query
              .computeIfAbsent(decoded(name, true), unused -> new ArrayList<>())
              .add(decoded(value, true));
        }
      }
    }
    return url;
  }

  /** The path as it was sent. */
  String path() {
    return path;
  }

  List<String> parts() {
    return parts;
  }

  List<String> query(String name) {
    return query.getOrDefault(name, List.of());
  }

  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
      parts.add(text.substring(start, end));
      start = end + 1;
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String decoded(String text, boolean plusIsSpace) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    byte[] sent = Bytes.utf8(text).toByteArray();
    byte[] bytes = new byte[sent.length];
    int length = 0;
    for (int i = 0; i < sent.length; i++) {
      if (sent[i] == '%') {
        int high = i + 2 <= sent.length - 1 ? digit(sent[i + 1]) : -1;
        int low = i + 2 <= sent.length - 1 ? digit(sent[i + 2]) : -1;
        if (high < 0 || low < 0) {
          throw new IllegalArgumentException("A % stands before no two hexadecimal digits.");
        }
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        bytes[length++] = sent[i] == '+' && plusIsSpace ? (byte) ' ' : sent[i];
      }
    }
    try {
      return Bytes.of(Arrays.copyOf(bytes, length)).toStringUtf8();
    } catch (MalformedMessageException malformed) {
      throw new IllegalArgumentException("What is escaped with % is no text in UTF-8.", malformed);
    }
  }

  private static int digit(byte letter) {
    if (letter >= '0' && letter <= '9') {
      return letter - '0';
    }
    int small = letter | 0x20;
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
  }
}
