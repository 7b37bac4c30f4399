package parigot.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DurationsTest {
  private static Durations of(long... nanos) {
    DurationHistogram histogram = new DurationHistogram();
    Arrays.stream(nanos).forEach(histogram::record);
    return histogram.snapshot();
  }

  @Test
  void aTimeFallsBetweenTheBoundsOfItsBucket() {
    for (long nanos = 0; nanos < 1L << 44; nanos += 1 + nanos / 50) {
      int bucket = Durations.bucket(nanos);
      if (bucket < Durations.BUCKETS - 1) {
        assertThat(nanos).isLessThanOrEqualTo(Durations.upperBound(bucket));
      }
      if (bucket > 0) {
        assertThat(nanos).isGreaterThan(Durations.upperBound(bucket - 1));
      }
    }
    assertThat(Durations.bucket(Long.MAX_VALUE)).isEqualTo(Durations.BUCKETS - 1);
  }

  @Test
  void microsecondsTimesPowersOfTwoAreBounds() {
    for (long micros = 1; micros <= 1L << 32; micros *= 2) {
      long nanos = micros * 1000;
      assertThat(of(nanos).upTo(Duration.ofNanos(nanos))).as("%d µs", micros).isOne();
      assertThat(of(nanos + 1).upTo(Duration.ofNanos(nanos))).as("%d µs", micros).isZero();
    }
  }

  @Test
  void quantilesAreAQuarterOffAtMost() {
    SplittableRandom random = new SplittableRandom(7);
    long[] nanos = new long[5000];
    Arrays.setAll(nanos, i -> (long) Math.exp(random.nextDouble(Math.log(1e3), Math.log(1e10))));
    Durations durations = of(nanos);
    Arrays.sort(nanos);

    for (double part : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
      long exact = nanos[(int) Math.ceil(part * nanos.length) - 1];
      assertThat((double) durations.quantile(part).orElseThrow().toNanos())
          .isCloseTo((double) exact, within(exact * 0.25));
    }
    assertThat(Durations.NONE.quantile(0.5)).isEmpty();
  }

  @Test
  void whatWasCountedSinceIsTheDifference() {
    DurationHistogram histogram = new DurationHistogram();
    histogram.record(1_000_000);
    Durations before = histogram.snapshot();
    histogram.record(5_000);
    histogram.record(-1);

    Durations more = histogram.snapshot().since(before);

    assertThat(more.count()).isEqualTo(2);
    assertThat(more.total()).isEqualTo(Duration.ofNanos(5_000));
    assertThat(more.counts()).isEqualTo(of(0, 5_000).counts());
    assertThat(before.and(more).counts()).isEqualTo(histogram.snapshot().counts());
    assertThat(before.since(Durations.NONE).counts()).isEqualTo(before.counts());
  }

  @Test
  void whatIsToldToAnotherIsTheSameThere() {
    Durations told = of(100, 2_000, 3_000_000, Long.MAX_VALUE / 8);
    Durations there = Durations.of(told.counts(), told.total());
    assertThat(there.counts()).isEqualTo(told.counts());
    assertThat(there.total()).isEqualTo(told.total());
    assertThat(there.quantile(0.5)).isEqualTo(told.quantile(0.5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Durations.of(Collections.nCopies(141, 1L), Duration.ZERO));
  }
}
