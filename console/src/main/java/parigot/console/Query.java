package parigot.console;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The parameters that stand behind an address. */
final class Query {
  private Query() {}

  /** Of several of one name the last. What cannot be decoded is left out. */
  static Map<String, String> of(URI address) {
    Map<String, String> parameters = new HashMap<>();
    String query = address.getRawQuery();
    if (query == null) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
