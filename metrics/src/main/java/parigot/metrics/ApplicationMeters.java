package parigot.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import parigot.actors.Application;
import parigot.actors.ApplicationStats;
import parigot.kernel.Durations;
import parigot.runtime.StartException;

/**
 * The metrics of an application as Micrometer's meters, for a program that embeds one and has a
 * registry. What is counted is looked at every few seconds, on a thread of its own; so a meter is
 * that much behind, and one of what has never happened comes when it has. Times are timers without
 * a distribution: how many, and how long together.
 *
 * <pre>{@code
 * try (ApplicationMeters meters = new ApplicationMeters(application)) {
 *   meters.bindTo(registry);
 *   …
 * }
 * }</pre>
 *
 * <p>Every method may be called from any thread. Micrometer must be on the class path.
 */
public final class ApplicationMeters implements MeterBinder, AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final Supplier<ApplicationStats> stats;
  private final Timer timer = new Timer("parigot-meters", true);
  private final List<MeterRegistry> registries = new ArrayList<>();
  private final Map<Series, Held<Long>> numbers = new HashMap<>();
  private final Map<Series, Held<Durations>> times = new HashMap<>();

  private record Series(String name, Map<String, String> labels) {
    Tags tags() {
      return Tags.of(
          labels.entrySet().stream()
              .map(label -> Tag.of(label.getKey(), label.getValue()))
              .toList());
    }
  }

  /** What a meter shows. */
  private static final class Held<V> {
    private final Metric metric;
    private volatile V value;

    Held(Metric metric, V value) {
      this.metric = metric;
      this.value = value;
    }
  }

  /** Looks every five seconds. */
  public ApplicationMeters(Application application) {
    this(application, PERIOD);
  }

  /**
   * Begins to look.
   *
   * @param period how long it is between two looks
   */
  public ApplicationMeters(Application application, Duration period) {
    stats = application::stats;
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            look();
          }
        },
        period.toMillis(),
        period.toMillis());
  }

  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    registries.add(registry);
    numbers.forEach((series, held) -> register(registry, series, held));
    times.forEach((series, held) -> registerTimer(registry, series, held));
    look();
  }

  /** Brings all meters up to date now. Once the application has ended they stay as they are. */
  public synchronized void look() {
    List<Metric> metrics;
    try {
      metrics = ApplicationMetrics.of(stats.get());
    } catch (StartException itHasEnded) {
      timer.cancel();
      return;
    }
    metrics.forEach(metric -> metric.giveTo(new Taking()));
  }

  /** Looks no more. The meters stay, as they are. */
  @Override
  public void close() {
    timer.cancel();
  }

  /** Takes what a metric says now. */
  private final class Taking implements Metric.Cases<Void> {
    @Override
    public Void counter(Metric.Counter metric) {
      metric.samples().forEach(sample -> takeNumber(metric, sample));
      return null;
    }

    @Override
    public Void gauge(Metric.Gauge metric) {
      metric.samples().forEach(sample -> takeNumber(metric, sample));
      return null;
    }

    @Override
    public Void histogram(Metric.Histogram metric) {
      for (Metric.Sample<Durations> sample : metric.samples()) {
        Series series = new Series(metric.name(), sample.labels());
        Held<Durations> held = times.get(series);
        if (held == null) {
          Held<Durations> begun = new Held<>(metric, sample.value());
          times.put(series, begun);
          registries.forEach(registry -> registerTimer(registry, series, begun));
        } else {
          held.value = sample.value();
        }
      }
      return null;
    }
  }

  private void takeNumber(Metric metric, Metric.Sample<Long> sample) {
    Series series = new Series(metric.name(), sample.labels());
    Held<Long> held = numbers.get(series);
    if (held == null) {
      Held<Long> begun = new Held<>(metric, sample.value());
      numbers.put(series, begun);
      registries.forEach(registry -> register(registry, series, begun));
    } else {
      held.value = sample.value();
    }
  }

  private static void register(MeterRegistry registry, Series series, Held<Long> held) {
    held.metric.giveTo(new Registering(registry, series, held));
  }

  /** Has a registry show a number. */
  private record Registering(MeterRegistry registry, Series series, Held<Long> held)
      implements Metric.Cases<Void> {
    @Override
    public Void counter(Metric.Counter metric) {
      FunctionCounter unused =
          FunctionCounter.builder(metric.name(), held, its -> (double) its.value)
              .tags(series.tags())
              .description(metric.help())
              .baseUnit(baseUnit(metric.unit()))
              .register(registry);
      return null;
    }

    @Override
    public Void gauge(Metric.Gauge metric) {
      Gauge unused =
          Gauge.builder(metric.name(), held, its -> (double) its.value)
              .tags(series.tags())
              .description(metric.help())
              .baseUnit(baseUnit(metric.unit()))
              .strongReference(true)
              .register(registry);
      return null;
    }

    @Override
    public Void histogram(Metric.Histogram metric) {
      throw new IllegalStateException(metric.name() + " is no number");
    }
  }

  private static String baseUnit(Unit unit) {
    return switch (unit) {
      case BYTES -> "bytes";
      case SECONDS -> "seconds";
      case NONE -> null;
    };
  }

  private static void registerTimer(MeterRegistry registry, Series series, Held<Durations> held) {
    FunctionTimer unused =
        FunctionTimer.builder(
                series.name(),
                held,
                its -> its.value.count(),
                its -> (double) its.value.total().toNanos(),
                TimeUnit.NANOSECONDS)
            .tags(series.tags())
            .description(held.metric.help())
            .register(registry);
  }
}
