package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
}
