package parigot.otlp;

import java.util.Map;

/**
 * Where traces go.
 *
 * @param endpoint as {@code http://127.0.0.1:4318/v1/traces}
 * @param share of the traces that begin here, from 0 to 1
 * @param headers that go with them
 */
record TracesSettings(String endpoint, double share, Map<String, String> headers) {
  TracesSettings {
    headers = Map.copyOf(headers);
  }
}
