package parigot.runtime.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long an event takes; time passes here as the test says. */
@Timeout(20)
class EventTimerTest {
  private long now = -7;
  private final EventTimer timer = new EventTimer(() -> now);

  @Test
  void anEventTakesTheTimeFromItsBeginningToItsEnd() {
    timer.begin();
    now += 30;
    assertThat(timer.elapsed()).isEqualTo(30);
    now += 12;

    assertThat(timer.end()).isEqualTo(42);
  }

  @Test
  void betweenTwoEventsNoTimePasses() {
    timer.begin();
    now += 30;
    long unused = timer.end();
    now += 30;

    assertThat(timer.elapsed()).isZero();
  }

  @Test
  void whatTheGuestWaitsForDoesNotCount() {
    timer.begin();
    now += 10;
    timer.pause();
    now += 1_000;
    assertThat(timer.isPaused()).isTrue();
    assertThat(timer.elapsed()).isEqualTo(10);
    timer.resume();
    now += 5;

    assertThat(timer.isPaused()).isFalse();
    assertThat(timer.end()).isEqualTo(15);
  }

  @Test
  void aWaitBetweenTwoEventsBeginsNone() {
    timer.pause();
    now += 1_000;
    timer.resume();
    now += 1_000;

    assertThat(timer.elapsed()).isZero();
  }

  @Test
  void theNextEventBeginsAnewAndHasTheNextNumber() {
    timer.begin();
    int first = timer.number();
    now += 30;
    long unused = timer.end();
    timer.begin();
    now += 2;

    assertThat(timer.elapsed()).isEqualTo(2);
    assertThat(timer.number()).isEqualTo(first + 1);
  }

  @Test
  void theThreadIsTheOneThatTheEventRunsOn() {
    timer.begin();
    assertThat(timer.thread()).isEqualTo(Thread.currentThread());
    long unused = timer.end();

    Thread other =
        CompletableFuture.supplyAsync(
                () -> {
                  timer.begin();
                  return Thread.currentThread();
                })
            .join();

    assertThat(timer.thread()).isEqualTo(other).isNotEqualTo(Thread.currentThread());
  }
}
