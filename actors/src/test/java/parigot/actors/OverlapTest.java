package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** Guests run at the same time, and those that wait cost no thread. */
@Timeout(120)
@ExtendWith(NothingLeft.class)
class OverlapTest {
  /** Far below the number of reactors, and above what an application has beside guests. */
  private static final int THREADS_OF_THE_HOUSE = 32;

  /** Both are inside an event, in a write, until the other is too. */
  @ParameterizedTest
  @MethodSource("parigot.actors.Shapes#pairs")
  void theEventsOfTwoGuestsOverlapInTime(GuestShape one, GuestShape other) {
    CyclicBarrier bothInside = new CyclicBarrier(2);
    try (TestApplication application =
        TestApplication.with()
            .main("one", one, "register one", "launch", "print here", "exit 0")
            .main("other", other, "register other", "launch", "print here", "exit 0")) {
      application.start((bytes, offset, length) -> meet(bothInside));
      assertThat(application.code()).isZero();
      assertThat(bothInside.isBroken()).isFalse();
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(Within.LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("the other guest did not come", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Test
  void tenThousandIdleReactorsAddNoThread() {
    int before = ManagementFactory.getThreadMXBean().getThreadCount();
    try (TestApplication application =
        TestApplication.with("parigot.launch-timeout = 60 s")
            .service("idle", GuestShape.REACTOR, "Echo")
            .set("idle", "instances = 10000, memory-limit = 64 KiB, message-limit = 4 KiB")
            .launched()) {
      assertThat(application.application().guests()).hasSize(10_000);
      // A start that takes long has others run on further threads, which end soon after.
      long deadline = System.nanoTime() + Within.LIMIT.toNanos();
      do {
        assertThat(application.echo("idle", "Echo", "awake")).isEqualTo("awake");
      } while (ManagementFactory.getThreadMXBean().getThreadCount() - before >= THREADS_OF_THE_HOUSE
          && System.nanoTime() < deadline);
      assertThat(ManagementFactory.getThreadMXBean().getThreadCount() - before)
          .isLessThan(THREADS_OF_THE_HOUSE);
      assertThat(application.stop()).isZero();
    }
  }

  @Test
  void moreBusyReactorsThanThreadsAllGetTheirTurn() {
    try (TestApplication application =
        TestApplication.with()
            .service("busy", GuestShape.REACTOR, "Work spin 20000")
            .set("busy", "instances = 40")
            .client("hello", GuestShape.REACTOR, "busy", "calls Work 10 40", "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
    }
  }
}
