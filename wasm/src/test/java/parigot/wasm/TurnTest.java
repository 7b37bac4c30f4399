package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an end that is asked for meets, whenever it comes. */
@Timeout(60)
class TurnTest {
  private final Turn turn = new Turn();

  @Test
  void onceClosedNothingBegins() {
    assertThat(turn.begin()).isTrue();
    assertThat(turn.end()).isFalse();
    turn.close();

    assertThat(turn.begin()).isFalse();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void whatRunsIsInterruptedAndNothingFollows() {
    assertThat(turn.begin()).isTrue();
    turn.close();
    assertThat(turn.interrupted()).isTrue();
    assertThat(turn.end()).isTrue();

    assertThat(turn.begin()).isFalse();
  }

  @Test
  void whatAnotherHasInterruptedIsFollowedByNothing() {
    assertThat(turn.begin()).isTrue();
    assertThat(turn.interrupt()).isTrue();
    turn.close();
    assertThat(turn.end()).isTrue();

    assertThat(turn.begin()).isFalse();
  }

  @Test
  void twoEntriesAtOnceAreStillAMistake() {
    assertThat(turn.begin()).isTrue();

    assertThatThrownBy(turn::begin).isInstanceOf(IllegalStateException.class);
  }

  /** One thread goes from entry to entry until it may no more; without the close it never ends. */
  @Test
  void noCloseIsMissed() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      Turn busy = new Turn();
      CyclicBarrier together = new CyclicBarrier(2);
      Thread guest =
          new Thread(
              () -> {
                try {
                  together.await();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
                while (busy.begin()) {
                  boolean unused = busy.end();
                }
              });
      guest.start();
      together.await();
      busy.close();
      guest.join();
    }
  }
}
