package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** How applications end, and with which code. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class ExitTest {
  @ParameterizedTest
  @CsvSource({
    "LOOP, 0, 0",
    "LOOP, 1, 1",
    "LOOP, 192, 192",
    "LOOP, 255, 192",
    "REACTOR, 0, 0",
    "REACTOR, 1, 1",
    "REACTOR, 192, 192",
    "REACTOR, 255, 192",
  })
  void theCodeThatAMainAsksTheKernelToExitWithIsTheApplications(
      GuestShape shape, int asked, int code) {
    try (TestApplication application =
        TestApplication.with().main("hello", shape, "register hello", "launch", "exit " + asked)) {
      assertThat(application.run()).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LOOP, 0, 0",
    "LOOP, 1, 1",
    "LOOP, 192, 192",
    "LOOP, 255, 192",
    "REACTOR, 0, 0",
    "REACTOR, 1, 1",
    "REACTOR, 192, 192",
    "REACTOR, 255, 192",
  })
  void theCodeThatAMainEndsItselfWithIsTheApplications(GuestShape shape, int asked, int code) {
    try (TestApplication application =
        TestApplication.with()
            .main("hello", shape, "register hello", "launch", "proc-exit " + asked)) {
      assertThat(application.run()).isEqualTo(code);
    }
  }

  @Test
  void aMainThatReturnsFromItsStartHasEndedWell() {
    try (TestApplication application =
        TestApplication.with()
            .main("hello", GuestShape.LOOP, "register hello", "launch", "print here", "return")) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("here\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMainThatEndsBeforeItLaunchesIsJustAMainThatEnded(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with().main("hello", shape, "print here", "proc-exit 3")) {
      assertThat(application.run()).isEqualTo(3);
      assertThat(application.printed()).isEqualTo("here\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCodeAskedForWinsOverEndingWellAfterwards(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .main("hello", shape, "register hello", "launch", "on-exit proc-exit 0", "exit 5")) {
      assertThat(application.run()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGuestThatAsksToExitAndDoesNotIsEndedAfterTheGraceWithTheCodeItAskedFor(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.exit-grace = 100 ms")
            .main("hello", shape, "register hello", "launch", "ignore-exit", "exit 5")) {
      assertThat(application.run()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theApplicationEndsWhenTheLastMainHasAndWithTheFirstCodeThatIsNotZero(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("order", shape, "Wait delay 30000")
            .client("first", shape, "order", "exit 0")
            .client("second", shape, "order", "call Wait 1", "print second", "exit 7")
            .client("third", shape, "order", "call Wait 1 3", "print third", "exit 8")) {
      assertThat(application.run()).isEqualTo(7);
      assertThat(application.printed()).isEqualTo("second\nthird\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"LOOP, trap", "LOOP, recurse", "REACTOR, trap", "REACTOR, recurse"})
  void aMainThatTrapsEndsTheApplicationWith195(GuestShape shape, String how) {
    try (TestApplication application =
        TestApplication.with().main("hello", shape, "register hello", "launch", how)) {
      assertThat(application.run()).isEqualTo(195);
      assertThat(application.trouble()).startsWith("hello failed: ");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMainThatGoesOverItsMemoryLimitIsRefusedTheMemoryAndLives(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .main("hello", shape, "register hello", "launch", "grow 16", "grow 1", "exit 0")
            .set("hello", "memory-limit = 1088 KiB, message-limit = 64 KiB")) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("grew\ngrow refused\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void serversOnlyServeUntilTheyAreStoppedAndEndWithZero(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with().service("greeting", shape, "Echo").launched()) {
      assertThat(application.application().hasMain()).isFalse();
      assertThat(application.echo("greeting", "Echo", "still here")).isEqualTo("still here");
      assertThat(application.stop()).isZero();
      assertThat(application.application().trouble()).isEmpty();
    }
  }

  @Test
  void dependantsAreEndedBeforeWhatTheyDependOn() {
    try (TestApplication application =
        TestApplication.with()
            .service("bottom", GuestShape.REACTOR, "Echo")
            .server(
                "middle",
                GuestShape.LOOP,
                "register middle",
                "export middle.v1 middle",
                "require bottom.v1 bottom",
                "bind Echo",
                "launch")
            .server(
                "top",
                GuestShape.REACTOR,
                "register top",
                "require middle.v1 middle",
                "require bottom.v1 bottom",
                "launch")
            .launched()) {
      assertThat(application.stop()).isZero();
      assertThat(application.endings()).containsExactly("top", "middle", "bottom");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoeverAsksForTheEndOfAllGivesEveryGuestTheExitEventAndTheCode(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .server(
                "greeting",
                shape,
                "register greeting",
                "export greeting.v1 greeting",
                "bind Echo",
                "on-exit say",
                "launch")
            .main("other", shape, "on-exit say", "register other", "launch")
            .client("hello", shape, "greeting", "exit-all 6")) {
      assertThat(application.run()).isEqualTo(6);
      assertThat(application.printed()).isEqualTo("asked to exit with 6\n");
      application.log().await(1, "greeting: asked to exit with 6");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aGuestThatIgnoresTheEndOfAllIsEndedAfterTheGrace(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.exit-grace = 100 ms")
            .server("deaf", shape, "register deaf", "export deaf.v1 deaf", "ignore-exit", "launch")
            .client("hello", shape, "deaf", "exit-all 6")) {
      assertThat(application.run()).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatEndsAfterItLaunchedLeavesTheOthersRunning(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("short", shape, "End proc-exit 4")
            .service("long", shape, "Echo")
            .set("short", "restart = never")
            .launched()) {
      assertThat(application.call("short", "End", TestApplication.bytes(1), BYTES))
          .failsWithin(Within.LIMIT);
      assertThat(application.echo("long", "Echo", "here")).isEqualTo("here");
      assertThat(application.application().guests())
          .extracting(GuestNode::name)
          .containsExactly("long");
      application.log().await(1, "WARN short exited with code 4.");
    }
  }

  private static final Class<com.google.protobuf.BytesValue> BYTES =
      com.google.protobuf.BytesValue.class;
}
