package parigot.inspect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A request of HTTP/1, as far as it matters here.
 *
 * @param method as {@code GET}
 * @param path decoded, as {@code /v1/calls}
 * @param query its parameters; of several of one name the last
 * @param accept the media types that are wanted; nothing when that is not said
 * @param body nothing when there is none
 */
record HttpRequest(
    String method, String path, Map<String, String> query, String accept, String body) {
  private static final int LONGEST_HEAD = 16 << 10;
  private static final int LONGEST_BODY = 8 << 20;

  /** What was sent is no request that is taken here. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;

    Malformed(int status, String sentence) {
      super(sentence);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /**
   * Reads one.
   *
   * @throws Malformed when it is none, or too long
   */
  static HttpRequest read(InputStream in) throws IOException, Malformed {
    String[] head = head(in).split("\r?\n", -1);
    String[] line = head[0].split(" ", -1);
    if (line.length != 3 || !line[2].startsWith("HTTP/1.")) {
      throw new Malformed(400, "This is no request of HTTP/1.");
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < head.length; i++) {
      int colon = head[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            head[i].substring(0, colon).strip().toLowerCase(Locale.ROOT),
            head[i].substring(colon + 1).strip());
      }
    }
    if (headers.containsKey("transfer-encoding")) {
      throw new Malformed(411, "A body needs a Content-Length.");
    }
    URI target;
    try {
      target = new URI(line[1]);
    } catch (URISyntaxException e) {
      throw new Malformed(400, "The target of the request is no URI.");
    }
    String body = body(in, headers.getOrDefault("content-length", "0"));
    return new HttpRequest(
        line[0],
        String.valueOf(target.getPath()),
        query(target.getRawQuery()),
        headers.getOrDefault("accept", ""),
        body);
  }

  private static String head(InputStream in) throws IOException, Malformed {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int newLines = 0;
    while (newLines < 2) {
      int next = in.read();
      if (next < 0) {
        throw new Malformed(400, "The request ends before its head does.");
      }
      if (bytes.size() == LONGEST_HEAD) {
        throw new Malformed(431, "The head of the request is longer than 16 KiB.");
      }
      bytes.write(next);
      newLines = next == '\n' ? newLines + 1 : next == '\r' ? newLines : 0;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String body(InputStream in, String length) throws IOException, Malformed {
    int wanted;
    try {
      wanted = Integer.parseInt(length);
    } catch (NumberFormatException e) {
      throw new Malformed(400, "Content-Length is no number.");
    }
    if (wanted < 0 || wanted > LONGEST_BODY) {
      throw new Malformed(413, "The body of the request is longer than 8 MiB.");
    }
    byte[] body = in.readNBytes(wanted);
    if (body.length < wanted) {
      throw new Malformed(400, "The request ends before its body does.");
    }
    return new String(body, StandardCharsets.UTF_8);
  }

  private static Map<String, String> query(String raw) throws Malformed {
    Map<String, String> parameters = new HashMap<>();
    if (raw != null) {
      for (String each : raw.split("&", -1)) {
        int equals = each.indexOf('=');
        String name = equals < 0 ? each : each.substring(0, equals);
        String value = equals < 0 ? "" : each.substring(equals + 1);
        parameters.put(decoded(name), decoded(value));
      }
    }
    return parameters;
  }

  private static String decoded(String text) throws Malformed {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Malformed(400, "The target of the request is no URI.");
    }
  }
}
