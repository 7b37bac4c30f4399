package parigot.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AgesTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  /** Clocks at a distance, the sender's slower by so many parts of a million. */
  private static long sentAt(long time, long partsPerMillion) {
    return Long.MAX_VALUE - 3 * HOUR + time - time / 1_000_000 * partsPerMillion;
  }

  @Test
  void neitherTheDistanceOfTheClocksNorADriftOfHoursMakesAnythingOld() {
    for (long drift : new long[] {-400, 0, 400}) {
      Ages ages = new Ages(2 * MILLI, sentAt(0, drift), MILLI);
      for (long time = 0; time < 12 * HOUR; time += 1000 * MILLI) {
        assertThat(ages.age(sentAt(time, drift), time + MILLI)).isBetween(MILLI, 4 * MILLI);
      }
    }
  }

  @Test
  void whatWasOnTheWayForLongIsOldHoweverTheClocksStand() {
    Random random = new Random(5);
    Ages ages = new Ages(2 * MILLI, sentAt(0, 100), MILLI);
    for (long time = 0; time < HOUR; time += 250 * MILLI) {
      long way = MILLI + random.nextInt(3000) * MILLI;
      // Something comes quickly now and then.
      ages.age(sentAt(time, 100), time + MILLI);
      assertThat(ages.age(sentAt(time, 100), time + way))
          .isBetween(way - way / 1000, way + 3 * MILLI);
    }
  }

  @Test
  void aMinuteWithoutAnythingQuickHidesLittle() {
    Ages ages = new Ages(2 * MILLI, sentAt(0, 0), MILLI);
    for (long time = 0; time < TimeUnit.MINUTES.toNanos(1); time += 250 * MILLI) {
      assertThat(ages.age(sentAt(time, 0), time + 1500 * MILLI)).isGreaterThan(1400 * MILLI);
    }
  }
}
