package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.runtime.guest.LongEvents;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** Who counts as being at a long event. */
@Timeout(60)
class LongEventsTest {
  @ParameterizedTest
  @EnumSource
  void guestsThatAreEndedCountNoMore(GuestShape shape) {
    TestApplication application =
        TestApplication.with()
            .service("waits", shape, "Echo")
            .service("busy", shape, "Loop loop")
            .set("busy", "method-limit = 1 hour");
    try (application) {
      application.launched();
      var unused = application.call("busy", "Loop", StringValue.of("x"), StringValue.class);
      while (GuestDispatchers.LONG_EVENTS.count() == 0) {
        Thread.onSpinWait();
      }
      assertThat(application.echo("waits", "Echo", "here")).isEqualTo("here");
    }

    assertThat(GuestDispatchers.LONG_EVENTS.count()).isZero();
  }

  /** So many began while a guest computed until its limit. */
  private static int begunWhileOneComputes(String setting) {
    AtomicInteger begun = new AtomicInteger();
    LongEvents.Listener counts =
        new LongEvents.Listener() {
          @Override
          public void begun(int count) {
            begun.incrementAndGet();
          }

          @Override
          public void look(int count) {}
        };
    GuestDispatchers.LONG_EVENTS.tell(counts);
    try (TestApplication application =
        TestApplication.with(setting)
            .service("busy", GuestShape.REACTOR, "Loop loop")
            .set("busy", "method-limit = 800 ms, restart = never")) {
      application.launched();
      assertThatThrownBy(
              () ->
                  Within.limit(
                      application.call("busy", "Loop", StringValue.of("x"), StringValue.class)))
          .isInstanceOf(CallException.class);
      return begun.get();
    } finally {
      GuestDispatchers.LONG_EVENTS.forget(counts);
    }
  }

  @Test
  void othersGoOnElsewhereWhileAGuestComputesForLong() {
    assertThat(begunWhileOneComputes("")).isPositive();
  }

  @Test
  void anOperatorMayHaveOthersWaitForIt() {
    assertThat(begunWhileOneComputes("parigot.further-threads = false")).isZero();
  }
}
