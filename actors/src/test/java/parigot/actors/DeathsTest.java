package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.BytesValue;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.plugin.GuestCallException;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** A guest that ends takes nobody with it, and whoever waited for it is told. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class DeathsTest {
  private static final String PAIRS = "parigot.actors.Shapes#pairs";

  @ParameterizedTest
  @CsvSource({
    "LOOP, LOOP, trap",
    "LOOP, REACTOR, trap",
    "REACTOR, LOOP, trap",
    "REACTOR, REACTOR, trap",
    "LOOP, REACTOR, recurse",
    "REACTOR, LOOP, recurse",
    "LOOP, LOOP, proc-exit 0",
    "REACTOR, REACTOR, proc-exit 7",
    "REACTOR, LOOP, exit 3",
    "LOOP, REACTOR, exit 3",
  })
  void theCallerOfAGuestThatEndsSeesTheFailureAndGoesOn(
      GuestShape caller, GuestShape callee, String how) {
    try (TestApplication application =
        TestApplication.with()
            .service("weak", callee, "End " + how)
            .set("weak", "restart = never")
            .service("strong", callee, "Echo")
            .main(
                "hello",
                caller,
                "register hello",
                "require weak.v1 weak",
                "require strong.v1 strong",
                "launch",
                "locate weak.v1 weak",
                "expect-call-error End 3 1",
                "locate strong.v1 strong",
                "call Echo 30 10",
                "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
      assertThat(application.printed()).isEqualTo("call failed 1 reason 13\n");
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void everyCallThatWaitsForAGuestFailsWhenItEnds(GuestShape caller, GuestShape callee) {
    String[] script = new String[203];
    for (int i = 0; i < 200; i++) {
      script[i] = "start-call Never 3";
    }
    script[200] = "start-call End 3";
    script[201] = "await-calls";
    script[202] = "exit 0";
    try (TestApplication application =
        TestApplication.with()
            .service("weak", callee, "Never never", "End trap")
            .set("weak", "restart = never")
            .client("hello", caller, "weak", script)) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("call failed 1 reason 13\n".repeat(201));
      assertThat(application.application().calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void theAnswerToACallerThatHasEndedIsRefusedAndTheCalleeGoesOn(
      GuestShape caller, GuestShape callee) {
    try (TestApplication application =
        TestApplication.with()
            .service("slow", callee, "Later delay 50000", "Echo")
            .server(
                "gone",
                caller,
                "register gone",
                "require slow.v1 slow",
                "launch",
                "locate slow.v1 slow",
                "start-call Later 3",
                // Calls are served in their order: when this is answered, the other has begun.
                "call Echo 3",
                "trap")
            .set("gone", "restart = never")
            .launched()) {
      application.log().await(1, "slow: return_value_ answered 8");
      assertThat(application.echo("slow", "Echo", "here")).isEqualTo("here");
      assertThat(application.application().calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void aFailureBehindAServiceReachesTheFirstCallerAsItsOwnError(GuestShape relay, GuestShape end) {
    try (TestApplication application =
        TestApplication.with()
            .service("end", end, "Trap trap")
            .set("end", "restart = never")
            .server(
                "relay",
                relay,
                "register relay",
                "export relay.v1 relay",
                "require end.v1 end",
                "bind Relay forward end.v1 end Trap",
                "bind Echo",
                "launch")
            .client(
                "hello",
                GuestShape.REACTOR,
                "relay",
                "expect-call-error Relay 3 1",
                "call Echo 3",
                "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theHostsOwnCallFailsWhenItsCalleeEnds(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("weak", shape, "Never never", "End trap")
            .set("weak", "restart = never")
            .service("strong", shape, "Echo")
            .launched()) {
      CompletionStage<BytesValue> waiting =
          application.call("weak", "Never", TestApplication.bytes(1), BytesValue.class);
      CompletionStage<BytesValue> ending =
          application.call("weak", "End", TestApplication.bytes(1), BytesValue.class);
      assertThat(waiting)
          .failsWithin(Within.LIMIT)
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              CallException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(GuestCallException.Reason.ENDED);
                assertThat(e.failure().orElseThrow().getMayHaveRun()).isTrue();
              });
      assertThat(ending).failsWithin(Within.LIMIT);
      assertThat(application.echo("strong", "Echo", "here")).isEqualTo("here");
      application.log().awaitPart("WARN weak failed: ");
      assertThat(application.call("weak", "Never", TestApplication.bytes(1), BytesValue.class))
          .failsWithin(Within.LIMIT)
          .withThrowableThat()
          .withMessageContaining("nobody that runs exports weak.v1.weak");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIsOverItsLimitIsEndedAndItsCallerIsTold(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("weak", shape, "Spin loop")
            // Its start, the first thing that this JVM may do, must be within the limit.
            .set("weak", "restart = never, method-warn = 10 ms, method-limit = 1 s")
            .client("hello", shape, "weak", "expect-call-error Spin 3 1", "exit 0")) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("call failed 1 reason 13\n");
      application.log().awaitPart("method-limit of 1000 ms");
    }
  }
}
