package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.kernel.ServiceView;
import parigot.plugin.GuestCallException.Reason;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** Servers that end and are started again. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class GuestRestartTest {
  private static final String PAIRS = "parigot.actors.Shapes#pairs";
  private static final String SOON =
      "restart = on-failure, restart-backoff { min = 20 ms, max = 50 ms, ceiling = 3, within = 60 s }";

  private static void trap(TestApplication application, String service, String method) {
    assertThatThrownBy(
            () ->
                Within.limit(
                    application.call(service, method, StringValue.of(""), StringValue.class)))
        .isInstanceOfSatisfying(
            CallException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ENDED));
  }

  private static ServiceView service(TestApplication application, String name) {
    return application.application().services().stream()
        .filter(service -> service.debugName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void aGuestThatTrapsIsStartedAgainAndItsCallersSeeTheError(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", shape, "Trap trap", "Echo")
            .set("greeting", SOON)) {
      application.launched();
      ServiceView before = service(application, "greeting");

      trap(application, "greeting", "Trap");
      application.log().await(2, "DEBUG greeting runs greeting.v1.greeting.");

      assertThat(application.echo("greeting", "Echo", "again")).isEqualTo("again");
      ServiceView after = service(application, "greeting");
      assertThat(after.id()).isEqualTo(before.id());
      assertThat(after.methods()).isEqualTo(before.methods());
      assertThat(after.host()).isNotEqualTo(before.host());
      assertThat(application.application().guests())
          .singleElement()
          .satisfies(
              guest -> assertThat(guest.path()).isEqualTo("akka://parigot/user/kernel/greeting"));
      assertThat(application.trouble()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void aDependantSeesTheErrorGoesOnAndFindsItsProviderAgain(
      GuestShape dependant, GuestShape provider) {
    try (TestApplication application =
        TestApplication.with()
            .service("end", provider, "Trap trap", "Echo")
            .set("end", SOON)
            .client(
                "hello",
                dependant,
                "end",
                "call Echo 5",
                "expect-call-error Trap 3 1",
                // Launches when its provider is there again.
                "register later",
                "require end.v1 end",
                "launch",
                "locate end.v1 end",
                "call Echo 6",
                "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
      assertThat(application.printed()).isEqualTo("call failed 1 reason 13\n");
    }
  }

  @Test
  void aGuestThatFailsTooOftenStaysEndedAndTheOthersGoOn() {
    try (TestApplication application =
        TestApplication.with()
            .service("good", GuestShape.REACTOR, "Echo")
            .service("bad", GuestShape.REACTOR, "Trap trap")
            .set("bad", SOON)) {
      application.launched();

      for (int lives = 1; lives <= 4; lives++) {
        application.log().await(lives, "DEBUG bad runs bad.v1.bad.");
        trap(application, "bad", "Trap");
      }
      application
          .log()
          .await(1, "ERROR bad was started again 3 times and never ran for 60 s: it stays ended.");

      assertThat(application.trouble())
          .isEqualTo("bad was started again 3 times and never ran for 60 s: it stays ended.");
      assertThat(application.echo("good", "Echo", "still")).isEqualTo("still");
      assertThat(application.application().guests()).hasSize(1);
      assertThatThrownBy(() -> application.echo("bad", "Trap", ""))
          .isInstanceOfSatisfying(
              CallException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_SUCH_SERVICE));
    }
  }

  @Test
  void aGuestOverItsLimitIsStartedAgain() {
    try (TestApplication application =
        TestApplication.with()
            .service("bad", GuestShape.LOOP, "Loop loop", "Echo")
            .set("bad", SOON + ", method-limit = 800 ms")) {
      application.launched();

      trap(application, "bad", "Loop");
      application.log().await(2, "DEBUG bad runs bad.v1.bad.");

      assertThat(application.echo("bad", "Echo", "again")).isEqualTo("again");
    }
  }

  @Test
  void anApplicationCanBeStoppedWhileAGuestWaitsToBeStartedAgain() {
    try (TestApplication application =
        TestApplication.with()
            .service("bad", GuestShape.LOOP, "Trap trap")
            .set("bad", "restart-backoff { min = 1 h, max = 1 h }")) {
      application.launched();
      trap(application, "bad", "Trap");
      application.log().awaitPart("INFO bad is started again in ");

      assertThat(application.stop()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherLifeDrawsOtherRandomNumbersFromTheSameSeed(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.seed = 7")
            .service("end", GuestShape.REACTOR, "Echo")
            .server(
                "relay",
                shape,
                "register relay",
                "export relay.v1 relay",
                "require end.v1 end",
                "bind Relay forward end.v1 end Echo",
                "bind Trap trap",
                "launch")
            .set("relay", SOON)) {
      application.launched();
      for (int lives = 1; lives <= 3; lives++) {
        application.log().await(lives, "DEBUG relay runs relay.v1.relay.");
        assertThat(application.echo("relay", "Relay", "life " + lives)).isEqualTo("life " + lives);
        trap(application, "relay", "Trap");
      }
    }
  }
}
