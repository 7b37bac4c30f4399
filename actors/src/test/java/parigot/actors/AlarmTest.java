package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An alarm when the heap is full; the error is thrown by hand. */
@Timeout(20)
class AlarmTest {
  private static final int FAILURES = 3;

  private final AtomicInteger attempts = new AtomicInteger();
  private final CountDownLatch done = new CountDownLatch(FAILURES);

  private void fail() {
    if (attempts.incrementAndGet() <= FAILURES) {
      throw new OutOfMemoryError("thrown by a test");
    }
    done.countDown();
  }

  @Test
  void whatIsDueOnceIsTriedUntilThereIsMemory() throws Exception {
    CountDownLatch once = new CountDownLatch(1);
    try (Alarm alarm = new Alarm("alarm-test")) {
      alarm.after(
          0,
          () -> {
            fail();
            once.countDown();
          });
      assertThat(once.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(attempts).hasValue(FAILURES + 1);
  }

  @Test
  void aDeadlineThatIsMovedLeavesNothingBehindAndComesOnce() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch due = new CountDownLatch(1);
    try (Alarm alarm = new Alarm("alarm-test")) {
      Deadlines.Deadline deadline =
          alarm.deadline(
              () -> {
                runs.incrementAndGet();
                due.countDown();
              });
      for (int i = 0; i < 1_500; i++) {
        deadline.after(TimeUnit.HOURS.toNanos(2) - i);
        assertThat(alarm.waiting()).isEqualTo(1);
      }
      deadline.after(0);
      assertThat(due.await(10, TimeUnit.SECONDS)).isTrue();
      deadline.after(TimeUnit.HOURS.toNanos(1));
      deadline.cancel();
      assertThat(alarm.waiting()).isZero();
    }
    assertThat(runs).hasValue(1);
  }

  @Test
  void whatIsDueAgainAndAgainGoesOn() throws Exception {
    try (Alarm alarm = new Alarm("alarm-test")) {
      alarm.every(1, this::fail);
      assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatIsDueAgainAndAgainGoesOnWhateverItThrows() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    try (Alarm alarm = new Alarm("alarm-test")) {
      alarm.every(
          1,
          () -> {
            if (attempts.incrementAndGet() <= FAILURES) {
              throw new IllegalStateException("thrown by a test");
            }
            seen.countDown();
          });
      assertThat(seen.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void afterItsEndNothingRuns() throws Exception {
    Alarm alarm = new Alarm("alarm-test");
    alarm.every(TimeUnit.HOURS.toNanos(1), attempts::incrementAndGet);
    Thread loop =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("alarm-test"))
            .findAny()
            .orElseThrow();
    alarm.close();
    loop.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(loop.isAlive()).isFalse();
    assertThat(attempts).hasValue(0);
  }
}
