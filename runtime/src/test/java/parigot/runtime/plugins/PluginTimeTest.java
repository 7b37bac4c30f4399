package parigot.runtime.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import parigot.runtime.machine.ProcessorTime;

/** What counts as a plugin's time; the limit is 200, and 100 have passed. */
class PluginTimeTest {
  private long now;
  private long used;

  private PluginTime time() {
    return new PluginTime(200, 100, () -> now, thread -> used);
  }

  private interface Check {
    void with(Thread thread);
  }

  /** A thread that computes. */
  private static void runnable(Check test) {
    AtomicBoolean over = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              while (!over.get()) {
                Thread.onSpinWait();
              }
            });
    thread.start();
    try {
      test.with(thread);
    } finally {
      over.set(true);
    }
  }

  @Test
  void whoComputesAllTheTimeIsOverItAtOnce() {
    runnable(
        thread -> {
          PluginTime time = time();
          assertThat(time.isOverFor(thread)).isFalse();
          now = 100;
          used = 100;
          assertThat(time.isOverFor(thread)).isTrue();
        });
  }

  @Test
  void whoGetsATenthOfTheProcessorHasFiveTimesAsLong() {
    runnable(
        thread -> {
          PluginTime time = time();
          assertThat(time.isOverFor(thread)).isFalse();
          for (now = 100; now < 900; now += 20) {
            used += 1;
            assertThat(time.isOverFor(thread)).as("at %d", now).isFalse();
          }
          assertThat(time.isOverFor(thread)).isTrue();
        });
  }

  @Test
  void whoReadsAndMakesNoProgressIsOverItByTheClock() {
    runnable(
        thread -> {
          PluginTime time = time();
          assertThat(time.isOverFor(thread)).isFalse();
          now = 100;
          assertThat(time.isOverFor(thread)).isTrue();
        });
  }

  @Test
  void whoWaitsIsOverItByTheClock() throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              try {
                over.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    PluginTime time = time();
    assertThat(time.isOverFor(thread)).isFalse();
    now = 100;
    used = 1;
    assertThat(time.isOverFor(thread)).isTrue();
    over.countDown();
    thread.join();
  }

  @Test
  void whatCannotBeToldIsTakenByTheClock() {
    used = ProcessorTime.UNKNOWN;
    assertThat(time().isOverFor(Thread.currentThread())).isTrue();
  }

  @Test
  void oneThatNobodyHasBegunWaitsForAThreadThatIsFree() {
    PluginTime time = time();
    now = 100;
    assertThat(time.isOverForOneThatWaits(true)).isTrue();
    assertThat(time.isOverForOneThatWaits(false)).isFalse();
    now = 900;
    assertThat(time.isOverForOneThatWaits(false)).isTrue();
  }
}
