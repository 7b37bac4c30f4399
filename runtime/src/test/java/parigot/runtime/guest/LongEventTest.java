package parigot.runtime.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.runtime.machine.ProcessorTime;

/** Which events others must not wait for; time passes here as the test says. */
@Timeout(20)
class LongEventTest {
  private long passed = 1_000;
  private long hadProcessor = 70;
  private final EventTimer timer = new EventTimer(() -> passed);
  private final LongEvent event = new LongEvent(timer, true, thread -> hadProcessor);

  private void pass(long millis, long withProcessor) {
    passed += TimeUnit.MILLISECONDS.toNanos(millis);
    hadProcessor += TimeUnit.MILLISECONDS.toNanos(withProcessor);
  }

  @Test
  void anEventThatComputesForLongIsLongAtTheSecondLook() {
    timer.begin();
    pass(6, 6);
    assertThat(event.look()).isEqualTo(LongEvent.Seen.PERHAPS);
    pass(5, 5);

    assertThat(event.look()).isEqualTo(LongEvent.Seen.LONG);
  }

  @Test
  void anEventThatWaitsForAProcessorIsNot() {
    timer.begin();
    for (int look = 0; look < 10; look++) {
      pass(20, 0);

      assertThat(event.look()).isEqualTo(LongEvent.Seen.PERHAPS);
    }
  }

  @Test
  void whatAnEventComputesBetweenManyLooksAddsUp() {
    timer.begin();
    pass(6, 0);
    LongEvent.Seen seen = event.look();
    for (int look = 0; look < 2; look++) {
      hadProcessor += TimeUnit.MICROSECONDS.toNanos(500);
      assertThat(seen).isEqualTo(LongEvent.Seen.PERHAPS);
      seen = event.look();
    }

    assertThat(seen).isEqualTo(LongEvent.Seen.LONG);
  }

  @Test
  void manyShortEventsAreShort() {
    for (int number = 0; number < 10; number++) {
      timer.begin();
      pass(5, 5);

      assertThat(event.look()).isEqualTo(LongEvent.Seen.SHORT);
      long unused = timer.end();
    }
  }

  @Test
  void theNextEventBeginsAnew() {
    timer.begin();
    pass(6, 6);
    assertThat(event.look()).isEqualTo(LongEvent.Seen.PERHAPS);
    long unused = timer.end();
    timer.begin();
    pass(6, 6);

    assertThat(event.look()).isEqualTo(LongEvent.Seen.PERHAPS);
  }

  @Test
  void anEventOfWhichNobodyCanTellIsLongAtOnce() {
    hadProcessor = ProcessorTime.UNKNOWN;
    timer.begin();
    pass(6, 0);

    assertThat(event.look()).isEqualTo(LongEvent.Seen.LONG);
  }

  @Test
  void anEventThatSleepsIsLongAtOnce() throws InterruptedException {
    CountDownLatch awake = new CountDownLatch(1);
    Thread sleeper =
        new Thread(
            () -> {
              timer.begin();
              try {
                awake.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    sleeper.start();
    while (sleeper.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    pass(6, 0);

    assertThat(event.look()).isEqualTo(LongEvent.Seen.LONG);
    awake.countDown();
    sleeper.join();
  }
}
