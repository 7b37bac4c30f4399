package parigot.otlp;

import java.time.Duration;
import java.util.Map;

/**
 * Where metrics go.
 *
 * @param endpoint as {@code http://127.0.0.1:4318/v1/metrics}
 * @param interval how long it is from one time to the next
 * @param headers that go with them
 */
record MetricsSettings(String endpoint, Duration interval, Map<String, String> headers) {
  MetricsSettings {
    headers = Map.copyOf(headers);
  }
}
