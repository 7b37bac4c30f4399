package parigot.otlp;

import com.typesafe.config.ConfigObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import parigot.actors.Application;
import parigot.actors.Front;
import parigot.runtime.loading.LoadedApplication;
import parigot.runtime.settings.ApplicationSettings;
import parigot.runtime.settings.SettingsException;

/** Sends the metrics of an application to a collector, as {@code parigot.metrics.otlp} says. */
public final class MetricsExportFront implements Front {
  static final String BLOCK = "parigot.metrics.otlp";

  private static final String EXAMPLE = "http://127.0.0.1:4318/v1/metrics";
  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration MOST_INTERVAL = Duration.ofHours(1);

  private Optional<MetricsSettings> settings = Optional.empty();
  private Optional<OtlpMetrics> metrics = Optional.empty();

  @Override
  public String name() {
    return "metrics.otlp";
  }

  @Override
  public boolean isWanted(ApplicationSettings application) {
    settings = read(application.config().getObject(BLOCK));
    return settings.isPresent();
  }

  /**
   * The settings, if metrics are to be sent.
   *
   * @throws SettingsException for the first mistake found
   */
  private static Optional<MetricsSettings> read(ConfigObject block) {
    CollectorReader values = new CollectorReader(BLOCK, block, EXAMPLE);
    Duration interval =
        values.duration(
            "interval", LEAST_INTERVAL, MOST_INTERVAL, "a duration between 1 s and 1 h");
    Map<String, String> headers = values.headers();
    Optional<String> endpoint = values.endpoint();
    values.rejectUnknown();
    return endpoint.map(address -> new MetricsSettings(address, interval, headers));
  }

  @Override
  public void open(LoadedApplication loaded, Application application) {
    metrics = Optional.of(new OtlpMetrics(settings.orElseThrow(), loaded, application));
  }

  /** What is under way to the end is counted too. */
  @Override
  public CompletionStage<Void> drain() {
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void close() {
    metrics.ifPresent(OtlpMetrics::close);
  }
}
