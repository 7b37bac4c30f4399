package parigot.otlp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import parigot.plugin.BlockReader;
import parigot.runtime.settings.SettingsException;

/** Reads a block of the settings that names a collector. */
final class CollectorReader extends BlockReader<SettingsException> {
  private final String example;

  /**
   * @param block its name
   * @param example an address of a collector
   */
  CollectorReader(String block, ConfigObject values, String example) {
    super(block, values, values.origin(), SettingsException::new);
    this.example = example;
  }

  /**
   * Where to send to, if anything is to be sent.
   *
   * @throws SettingsException when it is no address
   */
  Optional<String> endpoint() {
    know("endpoint");
    if (!isSet("endpoint")) {
      return Optional.empty();
    }
    String expected = "a collector's address, such as \"" + example + "\"";
    String endpoint = text("endpoint", expected);
    if (!isHttp(endpoint)) {
      throw complaint("endpoint", "must be " + expected + ", and is \"" + endpoint + "\".");
    }
    return Optional.of(endpoint);
  }

  /** What goes with it. */
  Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    read("headers", "names of headers and their values", Config::getObject)
        .unwrapped()
        .forEach((name, value) -> headers.put(name, String.valueOf(value)));
    return headers;
  }

  private static boolean isHttp(String endpoint) {
    try {
      URI address = URI.create(endpoint);
      return address.getHost() != null
          && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
