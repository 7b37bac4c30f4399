package parigot.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import parigot.kernel.Durations;

/** Metrics in the text that whoever asked for them reads: Prometheus's own, or OpenMetrics. */
public final class MetricsText {
  private static final double NANOS = 1e9;

  private static final ExpositionFormatWriter OPEN_METRICS =
      OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(false).build();

  private static final ExpositionFormatWriter PROMETHEUS =
      PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build();

  private final ExpositionFormatWriter writer;

  private MetricsText(ExpositionFormatWriter writer) {
    this.writer = writer;
  }

  /**
   * The format that is asked for.
   *
   * @param accept the request's header {@code Accept}; empty when it has none
   */
  public static MetricsText accepted(String accept) {
    return new MetricsText(OPEN_METRICS.accepts(accept) ? OPEN_METRICS : PROMETHEUS);
  }

  /** The media type of what is written. */
  public String contentType() {
    return writer.getContentType();
  }

  /** Writes them. */
  public void write(List<Metric> metrics, OutputStream out) throws IOException {
    MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
    for (Metric metric : metrics) {
      snapshots.metricSnapshot(metric.giveTo(SNAPSHOT));
    }
    writer.write(out, snapshots.build(), EscapingScheme.UNDERSCORE_ESCAPING);
  }

  private static final Metric.Cases<MetricSnapshot> SNAPSHOT =
      new Metric.Cases<>() {
        @Override
        public MetricSnapshot counter(Metric.Counter metric) {
          CounterSnapshot.Builder snapshot = CounterSnapshot.builder();
          named(snapshot, metric, metric.unit());
          for (Metric.Sample<Long> sample : metric.samples()) {
            snapshot.dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(labels(sample.labels()))
                    .value((double) sample.value())
                    .build());
          }
          return snapshot.build();
        }

        @Override
        public MetricSnapshot gauge(Metric.Gauge metric) {
          GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder();
          named(snapshot, metric, metric.unit());
          for (Metric.Sample<Long> sample : metric.samples()) {
            snapshot.dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(labels(sample.labels()))
                    .value((double) sample.value())
                    .build());
          }
          return snapshot.build();
        }

        @Override
        public MetricSnapshot histogram(Metric.Histogram metric) {
          HistogramSnapshot.Builder snapshot = HistogramSnapshot.builder();
          named(snapshot, metric, Unit.SECONDS);
          for (Metric.Sample<Durations> sample : metric.samples()) {
            snapshot.dataPoint(
                HistogramSnapshot.HistogramDataPointSnapshot.builder()
                    .labels(labels(sample.labels()))
                    .classicHistogramBuckets(buckets(sample.value()))
                    .sum(sample.value().total().toNanos() / NANOS)
                    .build());
          }
          return snapshot.build();
        }
      };

  private static void named(MetricSnapshot.Builder<?> snapshot, Metric metric, Unit unit) {
    String name = metric.name().replace('.', '_');
    snapshot.help(metric.help());
    switch (unit) {
      case SECONDS -> {
        snapshot.name(name + "_seconds");
        snapshot.unit(io.prometheus.metrics.model.snapshots.Unit.SECONDS);
      }
      case BYTES -> {
        snapshot.name(name + "_bytes");
        snapshot.unit(io.prometheus.metrics.model.snapshots.Unit.BYTES);
      }
      case NONE -> snapshot.name(name);
    }
  }

  private static Labels labels(Map<String, String> labels) {
    Labels.Builder built = Labels.builder();
    labels.forEach(built::label);
    return built.build();
  }

  private static ClassicHistogramBuckets buckets(Durations durations) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    long below = 0;
    for (Duration bound : Metric.Histogram.BOUNDS) {
      long upTo = durations.upTo(bound);
      buckets.bucket(bound.toNanos() / NANOS, upTo - below);
      below = upTo;
    }
    return buckets.bucket(Double.POSITIVE_INFINITY, durations.count() - below).build();
  }
}
