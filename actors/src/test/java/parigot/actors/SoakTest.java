package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The soak, for a few seconds. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class SoakTest {
  @Test
  void guestsThatAreKilledUnderLoadLoseNoCall() {
    Soak soak = new Soak();

    soak.run(Duration.ofSeconds(4), Duration.ofSeconds(1), false);

    assertThat(soak.wrong()).isEmpty();
    assertThat(soak.kills()).isPositive();
    assertThat(soak.answers()).isPositive();
  }
}
