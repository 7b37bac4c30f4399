package parigot.otlp;

import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.metrics.ApplicationMetrics;
import parigot.runtime.StartException;
import parigot.runtime.loading.LoadedApplication;

/**
 * Sends by OTLP what is counted: from time to time on a thread of its own, and once more at the
 * end. What a collector does not take is sent with the next, as all of it counts on from the start.
 */
final class OtlpMetrics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.metrics");
  private static final long END_SECONDS = 5;

  private final Application application;
  private final Clock clock;
  private final Instant began;
  private final SdkMeterProvider provider;

  OtlpMetrics(MetricsSettings settings, LoadedApplication loaded, Application application) {
    this.application = application;
    clock = loaded.time().clock();
    began = clock.instant();
    OtlpHttpMetricExporterBuilder builder =
        OtlpHttpMetricExporter.builder()
            .setEndpoint(settings.endpoint())
            .setRetryPolicy(Sending.RETRIES);
    settings.headers().forEach(builder::addHeader);
    CollectorWatch watch = new CollectorWatch(MetricsExportFront.BLOCK, "metrics", LOG);
    provider =
        SdkMeterProvider.builder()
            .setResource(Sending.about(loaded))
            .registerMetricProducer(this::counted)
            .registerMetricReader(
                PeriodicMetricReader.builder(new WatchedMetrics(builder.build(), watch))
                    .setInterval(settings.interval())
                    .setExecutor(thread())
                    .build())
            .build();
  }

  /** The reader ends it. */
  private static ScheduledExecutorService thread() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "parigot-metrics");
          thread.setDaemon(true);
          return thread;
        });
  }

  private Collection<MetricData> counted(Resource resource) {
    try {
      CountedMetrics counted = new CountedMetrics(resource, began, clock.instant());
      return counted.of(ApplicationMetrics.of(application.stats()));
    } catch (StartException itNeverRan) {
      return List.of();
    }
  }

  /** Sends what was counted to the end. */
  @Override
  public void close() {
    CompletableResultCode ended = provider.shutdown().join(END_SECONDS, TimeUnit.SECONDS);
    if (!ended.isSuccess()) {
      LOG.warn("The last metrics were left out: the collector does not answer.");
    }
  }
}
