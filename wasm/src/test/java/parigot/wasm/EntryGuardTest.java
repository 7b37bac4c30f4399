package parigot.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an end that is asked for meets, whenever it comes. */
@Timeout(60)
class EntryGuardTest {
  private final EntryGuard guard = new EntryGuard();

  @Test
  void onceClosedNothingBegins() {
    assertThat(guard.begin()).isTrue();
    assertThat(guard.end()).isFalse();
    guard.close();

    assertThat(guard.begin()).isFalse();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void whatRunsIsInterruptedAndNothingFollows() {
    assertThat(guard.begin()).isTrue();
    guard.close();
    assertThat(guard.interrupted()).isTrue();
    assertThat(guard.end()).isTrue();

    assertThat(guard.begin()).isFalse();
  }

  @Test
  void whatAnotherHasInterruptedIsFollowedByNothing() {
    assertThat(guard.begin()).isTrue();
    assertThat(guard.interrupt()).isTrue();
    guard.close();
    assertThat(guard.end()).isTrue();

    assertThat(guard.begin()).isFalse();
  }

  @Test
  void twoEntriesAtOnceAreStillAMistake() {
    assertThat(guard.begin()).isTrue();

    assertThatThrownBy(guard::begin).isInstanceOf(IllegalStateException.class);
  }

  /** One thread goes from entry to entry until it may no more; without the close it never ends. */
  @Test
  void noCloseIsMissed() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      EntryGuard busy = new EntryGuard();
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
