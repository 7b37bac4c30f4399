package parigot.runtime.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Of each kind of slow event the log has a line a minute; time passes here as the test says. */
class SlowEventsTest {
  private long now = 5;
  private final SlowEvents events = new SlowEvents(() -> now);

  @Test
  void oneAMinuteIsToldOfWithHowManyWereLeftOut() {
    assertThat(events.count("a.A")).isZero();
    for (int n = 0; n < 90; n++) {
      assertThat(events.count("a.A")).isNegative();
    }
    assertThat(events.count("a.B")).isZero();
    now += TimeUnit.MINUTES.toNanos(1);

    assertThat(events.count("a.A")).isEqualTo(90);
    assertThat(events.count("a.A")).isNegative();
  }
}
