package parigot.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import parigot.kernel.Durations;
import parigot.metrics.Metric;
import parigot.metrics.Unit;

/** What was counted until a moment, in the form that the SDK of OpenTelemetry sends. */
final class CountedMetrics {
  private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("parigot");
  private static final double NANOS = 1e9;

  private static final List<Double> BOUNDS =
      Metric.Histogram.BOUNDS.stream().map(CountedMetrics::seconds).toList();

  private final Resource resource;
  private final long began;
  private final long now;

  /**
   * @param began since when it was counted
   */
  CountedMetrics(Resource resource, Instant began, Instant now) {
    this.resource = resource;
    this.began = epochNanos(began);
    this.now = epochNanos(now);
  }

  private record Counted(
      Resource getResource,
      String getName,
      String getDescription,
      String getUnit,
      MetricDataType getType,
      Data<?> getData)
      implements MetricData {
    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
      return SCOPE;
    }
  }

  /** Those of which there is something to tell. */
  List<MetricData> of(List<Metric> metrics) {
    return metrics.stream()
        .map(metric -> metric.giveTo(data))
        .filter(metric -> !metric.isEmpty())
        .toList();
  }

  private final Metric.Cases<MetricData> data =
      new Metric.Cases<>() {
        @Override
        public MetricData counter(Metric.Counter metric) {
          return counted(
              metric,
              unit(metric.unit()),
              MetricDataType.LONG_SUM,
              SumData.createLongSumData(
                  true, AggregationTemporality.CUMULATIVE, points(metric.samples())));
        }

        @Override
        public MetricData gauge(Metric.Gauge metric) {
          return counted(
              metric,
              unit(metric.unit()),
              MetricDataType.LONG_GAUGE,
              GaugeData.createLongGaugeData(points(metric.samples())));
        }

        @Override
        public MetricData histogram(Metric.Histogram metric) {
          return counted(
              metric,
              unit(Unit.SECONDS),
              MetricDataType.HISTOGRAM,
              HistogramData.create(
                  AggregationTemporality.CUMULATIVE,
                  metric.samples().stream().map(CountedMetrics.this::point).toList()));
        }
      };

  private MetricData counted(Metric metric, String unit, MetricDataType type, Data<?> points) {
    return new Counted(resource, metric.name(), metric.help(), unit, type, points);
  }

  private List<LongPointData> points(List<Metric.Sample<Long>> samples) {
    return samples.stream()
        .map(each -> LongPointData.create(began, now, labels(each.labels()), each.value()))
        .toList();
  }

  private HistogramPointData point(Metric.Sample<Durations> sample) {
    Durations durations = sample.value();
    List<Long> counts = new ArrayList<>();
    long below = 0;
    for (Duration bound : Metric.Histogram.BOUNDS) {
      long upTo = durations.upTo(bound);
      counts.add(upTo - below);
      below = upTo;
    }
    counts.add(durations.count() - below);
    return HistogramPointData.create(
        began,
        now,
        labels(sample.labels()),
        seconds(durations.total()),
        false,
        0,
        false,
        0,
        BOUNDS,
        counts);
  }

  private static Attributes labels(Map<String, String> labels) {
    AttributesBuilder attributes = Attributes.builder();
    labels.forEach(attributes::put);
    return attributes.build();
  }

  /** As UCUM writes them. */
  private static String unit(Unit unit) {
    return switch (unit) {
      case SECONDS -> "s";
      case BYTES -> "By";
      case NONE -> "1";
    };
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }

  private static long epochNanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }
}
