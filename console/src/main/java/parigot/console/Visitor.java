package parigot.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one browser that may see the page: the first that comes with the token, and has a cookie from
 * then on. The page lies at a path that nobody can guess, since a browser sends the cookie of one
 * port of a machine to all its ports, where other users may listen; it does so at that path alone.
 */
final class Visitor {
  private static final int SECRET_BYTES = 32;
  private static final int PATH_BYTES = 12;

  private final int port;
  private final String path;
  private final String token;
  private final String session;
  private final AtomicBoolean used = new AtomicBoolean();

  /** Why somebody is not let in. */
  record Refusal(int status, String sentence) {}

  Visitor(int port) {
    SecureRandom random = new SecureRandom();
    this.port = port;
    this.path = "/" + secret(random, PATH_BYTES) + "/";
    this.token = secret(random, SECRET_BYTES);
    this.session = secret(random, SECRET_BYTES);
  }

  private static String secret(SecureRandom random, int bytes) {
    byte[] secret = new byte[bytes];
    random.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /** Where the page is, with the token. */
  URI invitation() {
    return URI.create("http://127.0.0.1:%d%s?token=%s".formatted(port, path, token));
  }

  /** What is asked for, below the page's own path; nothing for the page. */
  String pathOf(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().substring(path.length());
  }

  /** Lets whoever asks in, with a cookie if it is the first, or says why not. */
  Optional<Refusal> admit(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    String host = String.valueOf(headers.getFirst("Host"));
    // A name that leads here may be anybody's.
    if (!host.equals("127.0.0.1:" + port) && !host.equals("localhost:" + port)) {
      return Optional.of(new Refusal(421, "This page is at 127.0.0.1:%d alone.\n".formatted(port)));
    }
    String origin = headers.getFirst("Origin");
    boolean isRead = exchange.getRequestMethod().equals("GET");
    if (origin == null ? !isRead : !origin.equals("http://" + host)) {
      return Optional.of(new Refusal(403, "Only this page itself may ask for that.\n"));
    }
    String asked = exchange.getRequestURI().getPath();
    if (asked == null || !asked.startsWith(path)) {
      return Optional.of(
          new Refusal(404, "There is nothing here; \"parigot console\" says where the page is.\n"));
    }
    if (hasCookie(headers)) {
      return Optional.empty();
    }
    Optional<String> given =
        asked.equals(path) && isRead
            ? Optional.ofNullable(Query.of(exchange.getRequestURI()).get("token"))
            : Optional.empty();
    boolean isRight = given.isPresent() && areSame(given.get(), token);
    if (isRight && used.compareAndSet(false, true)) {
      exchange
          .getResponseHeaders()
          .set(
              "Set-Cookie",
              "%s=%s; Path=%s; HttpOnly; SameSite=Strict".formatted(cookie(), session, path));
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            403,
            (isRight
                    ? "This address was opened before, and is for one browser."
                    : "This page is for the browser that has opened the whole address.")
                + " \"parigot console\" gives a new one.\n"));
  }

  private String cookie() {
    return "parigot-console-" + port;
  }

  private boolean hasCookie(Headers headers) {
    List<String> cookies = headers.getOrDefault("Cookie", List.of());
    for (String line : cookies) {
      for (String each : line.split("; *", -1)) {
        if (each.startsWith(cookie() + "=")
            && areSame(each.substring(cookie().length() + 1), session)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Takes as long whatever is guessed. */
  private static boolean areSame(String given, String secret) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }
}
