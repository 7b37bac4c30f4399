package parigot.runtime.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which time counts towards the limit of an event; here it passes as the test says. */
@Timeout(20)
class EventLimitTest {
  private static final long LIMIT = 100;
  private static final long UNKNOWN = -1;

  private long passed = 1_000;
  private long hadProcessor = 70;
  private long processHad = 700;
  private final EventTimer timer = new EventTimer(() -> passed);
  private final EventLimit limit =
      new EventLimit(
          timer,
          true,
          LIMIT,
          () -> timer.number() == 1,
          () -> 0,
          thread -> hadProcessor,
          () -> processHad);

  @BeforeEach
  void theStartBegins() {
    timer.begin();
    pass(1, 1);
    assertThat(limit.isReached()).isFalse();
  }

  private void pass(long nanos, long withProcessor) {
    passed += nanos;
    hadProcessor += withProcessor;
  }

  @Test
  void aStartThatWaitsForAProcessorIsSpared() {
    pass(29 * LIMIT, LIMIT);

    assertThat(limit.isReached()).isFalse();
  }

  @Test
  void aStartThatHasHadAProcessorForItsLimitIsNot() {
    pass(LIMIT, LIMIT + 1);

    assertThat(limit.isReached()).isTrue();
  }

  @Test
  void aStartIsNotSparedForEver() {
    pass(30 * LIMIT, 0);

    assertThat(limit.isReached()).isTrue();
  }

  @Test
  void aStartOfWhichNobodyCanTellIsSparedForAWhile() {
    nobodyCanTell();
    EventTimer first = new EventTimer(() -> passed);
    EventLimit ofStart =
        new EventLimit(
            first,
            true,
            LIMIT,
            () -> first.number() == 1,
            () -> 0,
            thread -> hadProcessor,
            () -> processHad);
    first.begin();
    passed++;
    assertThat(ofStart.isReached()).isFalse();
    processHad += 20 * LIMIT;
    passed += 5 * LIMIT - 1;
    assertThat(ofStart.isReached()).isFalse();
    passed += LIMIT;

    assertThat(ofStart.isReached()).isTrue();
  }

  @Test
  void aStartOfWhichNobodyCanTellIsSparedWhileTheProcessHasHadLittle() {
    nobodyCanTell();
    EventTimer first = new EventTimer(() -> passed);
    EventLimit ofStart =
        new EventLimit(
            first,
            true,
            LIMIT,
            () -> first.number() == 1,
            () -> 0,
            thread -> hadProcessor,
            () -> processHad);
    first.begin();
    passed++;
    assertThat(ofStart.isReached()).isFalse();
    processHad += 5 * LIMIT;
    passed += 29 * LIMIT;
    assertThat(ofStart.isReached()).isFalse();
    processHad++;

    assertThat(ofStart.isReached()).isTrue();
  }

  private void nobodyCanTell() {
    hadProcessor = UNKNOWN;
  }

  @Test
  void aLaterEventThatWaitsForAProcessorIsSparedToo() {
    laterEvent();
    pass(2 * LIMIT - 2, LIMIT);
    assertThat(limit.isReached()).isFalse();
    pass(1, 1);

    assertThat(limit.isReached()).isTrue();
  }

  @Test
  void aLaterEventIsNotSparedForEver() {
    laterEvent();
    pass(2 * LIMIT, 0);

    assertThat(limit.isReached()).isTrue();
  }

  @Test
  void ofALaterEventOfWhichNobodyCanTellCountsWhatTheProcessHad() {
    nobodyCanTell();
    laterEvent();
    processHad += LIMIT;
    passed += 2 * LIMIT - 1;
    assertThat(limit.isReached()).isFalse();
    processHad++;

    assertThat(limit.isReached()).isTrue();
  }

  private void laterEvent() {
    long unused = timer.end();
    timer.begin();
    passed++;
    assertThat(limit.isReached()).isFalse();
  }

  @Test
  void betweenTwoEventsNothingIsReached() {
    long unused = timer.end();
    pass(10 * LIMIT, 10 * LIMIT);

    assertThat(limit.isReached()).isFalse();
  }

  @Test
  void aStartThatSleepsDoesNotWaitForAProcessor() throws InterruptedException {
    CountDownLatch awake = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    EventTimer ofAnother = new EventTimer(() -> passed);
    EventLimit sleeping =
        new EventLimit(
            ofAnother,
            true,
            LIMIT,
            () -> ofAnother.number() == 1,
            () -> 0,
            thread -> hadProcessor,
            () -> processHad);
    Thread sleeper =
        new Thread(
            () -> {
              ofAnother.begin();
              begun.countDown();
              try {
                boolean unused = awake.await(1, TimeUnit.HOURS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    sleeper.start();
    begun.await();
    while (sleeper.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    pass(1, 0);
    assertThat(sleeping.isReached()).isFalse();

    pass(LIMIT, 0);

    assertThat(sleeping.isReached()).isTrue();
    awake.countDown();
    sleeper.join();
  }
}
