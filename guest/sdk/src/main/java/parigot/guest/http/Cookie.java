package parigot.guest.http;

import java.time.Duration;
import java.util.Optional;

/**
 * A cookie for a client to keep. Unless it says otherwise it is for the whole server, until the
 * client ends, not readable by scripts, and not sent with what other sites ask for ({@code Path=/;
 * HttpOnly; SameSite=Lax}). Immutable.
 */
public final class Cookie {
  private final String name;
  private final String value;
  private final String path;
  private final String attributes;

  private Cookie(String name, String value, String path, String attributes) {
    this.name = name;
    this.value = value;
    this.path = path;
    this.attributes = attributes;
  }

  /**
   * A cookie.
   *
   * @throws IllegalArgumentException when the name or the value has a character that cookies must
   *     not have: white space, a quotation mark, a comma, a semicolon, a backslash, no ASCII
   */
  public static Cookie of(String name, String value) {
    if (name.isEmpty() || !isPlain(name) || name.indexOf('=') >= 0 || !isPlain(value)) {
      throw new IllegalArgumentException("the cookie " + name + " has a character that none has");
    }
    return new Cookie(name, value, "/", "; HttpOnly; SameSite=Lax");
  }

  /** What makes the client forget a cookie. */
  public static Cookie forget(String name) {
    return of(name, "").maxAge(Duration.ZERO);
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next <= ' ' || next >= 0x7f || "\",;\\".indexOf(next) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** For how long the client keeps it. */
  public Cookie maxAge(Duration time) {
    return new Cookie(name, value, path, attributes + "; Max-Age=" + time.toSeconds());
  }

  /** For what begins with this path only. */
  public Cookie path(String begin) {
    if (!isPlain(begin)) {
      throw new IllegalArgumentException("the path of the cookie " + name + " is " + begin);
    }
    return new Cookie(name, value, begin, attributes);
  }

  /** Only sent over HTTPS. */
  public Cookie secure() {
    return new Cookie(name, value, path, attributes + "; Secure");
  }

  /** The value that a request's header {@code Cookie} has for a name; the first of several. */
  static Optional<String> find(String header, String name) {
    for (String pair : Url.split(header, ';')) {
      int equals = pair.indexOf('=');
      if (equals >= 0 && pair.substring(0, equals).trim().equals(name)) {
        String value = pair.substring(equals + 1).trim();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return Optional.of(quoted ? value.substring(1, value.length() - 1) : value);
      }
    }
    return Optional.empty();
  }

  /** As it stands in the header {@code Set-Cookie}. */
  @Override
  public String toString() {
    return name + "=" + value + "; Path=" + path + attributes;
  }
}
