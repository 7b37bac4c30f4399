package parigot.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import parigot.kernel.Durations;

/**
 * One thing that is measured, with all that it was measured of, at one moment. Names are written as
 * OpenTelemetry and Micrometer have them, as {@code parigot.call.duration}, and without the unit.
 */
public sealed interface Metric {
  /** Its name, without its unit. */
  String name();

  /** What it is, in one sentence. */
  String help();

  /** Hands this to the method for its kind. */
  <T> T giveTo(Cases<T> cases);

  /** What is made of each kind. */
  interface Cases<T> {
    /** Of what only grows. */
    T counter(Counter metric);

    /** Of what grows and shrinks. */
    T gauge(Gauge metric);

    /** Of what takes time. */
    T histogram(Histogram metric);
  }

  /**
   * What was measured of one of those that share a metric.
   *
   * @param labels which one it is: names and values
   */
  record Sample<V>(Map<String, String> labels, V value) {}

  /** Something that only grows while the process runs. */
  record Counter(String name, String help, Unit unit, List<Sample<Long>> samples)
      implements Metric {
    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.counter(this);
    }
  }

  /** Something as it stands. */
  record Gauge(String name, String help, Unit unit, List<Sample<Long>> samples) implements Metric {
    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.gauge(this);
    }
  }

  /** How long something takes, in seconds. */
  record Histogram(String name, String help, List<Sample<Durations>> samples) implements Metric {
    /**
     * Where the buckets end that are told: at a microsecond and each power of two of it, to 67 s.
     */
    public static final List<Duration> BOUNDS =
        IntStream.rangeClosed(0, 26).mapToObj(power -> Duration.ofNanos(1000L << power)).toList();

    @Override
    public <T> T giveTo(Cases<T> cases) {
      return cases.histogram(this);
    }
  }
}
