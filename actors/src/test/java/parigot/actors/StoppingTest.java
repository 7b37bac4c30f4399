package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.BytesValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.plugin.GuestCallException;
import parigot.runtime.StartException;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** Stopping an application from outside, whatever its guests are at. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class StoppingTest {

  @ParameterizedTest
  @EnumSource
  void aLongChainOfDependantsIsStoppedFromItsEnd(GuestShape shape) {
    int length = 30;
    List<String> names = new ArrayList<>();
    TestApplication application = TestApplication.with();
    for (int i = 0; i < length; i++) {
      List<String> script = new ArrayList<>();
      names.add("s" + i);
      script.add("register s" + i);
      script.add("export s%d.v1 s%d".formatted(i, i));
      if (i > 0) {
        script.add("require s%d.v1 s%d".formatted(i - 1, i - 1));
      }
      script.add("launch");
      application.server("s" + i, shape, script.toArray(String[]::new));
    }
    try (application) {
      application.launched();
      assertThat(application.stop()).isZero();
      Collections.reverse(names);
      assertThat(application.endings()).isEqualTo(names);
    }
  }

  @ParameterizedTest
  @MethodSource("parigot.actors.Shapes#pairs")
  void guestsThatRequireEachOtherThroughAThirdAreStoppedAllTheSame(
      GuestShape one, GuestShape other) {
    try (TestApplication application =
        TestApplication.with()
            .server(
                "a",
                one,
                "register a",
                "export ring.v1 a",
                "launch",
                // Only now: a running service may require whatever it likes.
                "require ring.v1 b")
            .server("b", other, "register b", "export ring.v1 b", "require ring.v1 a", "launch")
            .launched()) {
      assertThat(application.stop()).isZero();
      assertThat(application.endings()).containsExactlyInAnyOrder("a", "b");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatComputesForEverIsEndedAfterTheGrace(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.exit-grace = 100 ms")
            .service("busy", shape, "Loop loop")
            .service("other", shape, "Echo")
            .set("busy", "method-limit = 1 h, restart = never")
            .launched()) {
      CompletionStage<BytesValue> call =
          application.call("busy", "Loop", TestApplication.bytes(1), BytesValue.class);
      // The host's calls keep their order: when this is answered, the other is on its way.
      assertThat(application.echo("other", "Echo", "here")).isEqualTo("here");
      assertThat(application.stop()).isZero();
      assertThat(call)
          .failsWithin(Within.LIMIT)
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              CallException.class,
              e -> assertThat(e.reason()).isEqualTo(GuestCallException.Reason.ENDED));
    }
  }

  @ParameterizedTest
  @EnumSource
  void stoppingWhileGuestsLaunchEndsThemAndFailsTheLaunch(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", shape, "Echo")
            .client("waiting", shape, "nowhere", "print unreachable")
            .start()) {
      assertThat(application.application().stop(143)).succeedsWithin(Within.LIMIT).isEqualTo(143);
      assertThatThrownBy(() -> Within.limit(application.application().launched()))
          .isInstanceOf(StartException.class)
          .hasMessage("the application ended before all had launched");
      assertThat(application.printed()).doesNotContain("unreachable");
    }
  }

  @ParameterizedTest
  @EnumSource
  void stoppingWhileAGuestIsInAnEndlessStartEndsIt(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.exit-grace = 100 ms")
            .main("endless", shape, "register endless", "stderr begun", "loop")
            .start()) {
      application.log().await(1, "endless: begun");
      assertThat(application.stop()).isZero();
    }
  }

  @Test
  void stoppingTwiceIsStoppingOnce() {
    try (TestApplication application =
        TestApplication.with().service("greeting", GuestShape.LOOP, "Echo").launched()) {
      CompletionStage<Integer> first = application.application().stop(5);
      CompletionStage<Integer> second = application.application().stop(6);
      assertThat(Within.limit(first)).isEqualTo(5);
      assertThat(Within.limit(second)).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @CsvSource({"LOOP, ignore", "REACTOR, ignore", "LOOP, trap", "REACTOR, trap", "LOOP, loop"})
  void howAGuestTakesBeingAskedToExitChangesNothingForTheOthers(GuestShape shape, String how) {
    try (TestApplication application =
        TestApplication.with("parigot.exit-grace = 100 ms")
            .server("odd", shape, "register odd", "export odd.v1 odd", "on-exit " + how, "launch")
            .client("hello", shape, "odd", "on-exit say", "exit-all 9")) {
      assertThat(application.run()).isEqualTo(9);
      assertThat(application.printed()).isEqualTo("asked to exit with 9\n");
    }
  }
}
