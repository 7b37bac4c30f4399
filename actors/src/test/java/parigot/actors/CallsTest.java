package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.wasm.GuestShape;

/** Guests that call each other. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class CallsTest {
  private static final String PAIRS = "parigot.actors.Shapes#pairs";

  @ParameterizedTest
  @MethodSource(PAIRS)
  void twoGuestsFindEachOtherAndOneCallsTheOther(GuestShape caller, GuestShape callee) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", callee, "Echo")
            .client("hello", caller, "greeting", "call Echo 5", "print bonjour world", "exit 0")) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("bonjour world\n");
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void callsOneAfterTheOtherEachGetTheirAnswer(GuestShape caller, GuestShape callee) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", callee, "Echo")
            .client("hello", caller, "greeting", "call Echo 100 2000", "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void callsAllAtOnceEachGetTheirOwnAnswer(GuestShape caller, GuestShape callee) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", callee, "Echo")
            .client("hello", caller, "greeting", "calls Echo 100 1000", "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersThatComeInAnotherOrderStillFindTheirCalls(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("slow", shape, "Later delay 20000", "Now")
            .client(
                "hello",
                shape,
                "slow",
                "start-call Later 30",
                "start-call Now 40",
                "await-calls",
                "exit 0")) {
      assertThat(application.run()).isZero();
      // 30 and 40 bytes, each with the 52 of its Any around it.
      assertThat(application.printed())
          .isEqualTo("answered with bytes 92\nanswered with bytes 82\n");
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void aServiceThatCallsAnotherAnswersEachCallWithItsOwnResult(GuestShape relay, GuestShape end) {
    try (TestApplication application =
        TestApplication.with()
            .service("end", end, "Echo")
            .server(
                "relay",
                relay,
                "register relay",
                "export relay.v1 relay",
                "require end.v1 end",
                "bind Relay forward end.v1 end Echo",
                "launch")
            .client("hello", GuestShape.LOOP, "relay", "calls Relay 64 300", "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource(PAIRS)
  void anErrorOfTheServiceReachesItsCallerUnchanged(GuestShape caller, GuestShape callee) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", callee, "Fail error 4")
            .client("hello", caller, "greeting", "expect-call-error Fail 3 4", "exit 0")) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("call failed 4 reason 0\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatNobodyAnswersFailsAfterTheCallTimeout(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.call-timeout = 100 ms")
            .service("greeting", shape, "Never never")
            .client("hello", shape, "greeting", "expect-call-error Never 3 1", "exit 0")) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("call failed 1 reason 29\n");
      assertThat(application.application().calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"call-timeout = 1 minute", "call-timeouts { slow.v1.slow = 1 minute }"})
  void aSlowServiceMayHaveLongerThanTheOthers(String setting) {
    try (TestApplication application =
        TestApplication.with("parigot.call-timeout = 10 ms")
            .service("slow", GuestShape.REACTOR, "Later delay 100000")
            .set("slow", setting)
            .client("patient", GuestShape.REACTOR, "slow", "call Later 30", "exit 0")
            .client(
                "forgetful", GuestShape.LOOP, "slow", "expect-call-error Later 3 1", "exit 0")) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("call failed 1 reason 29\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatComesTooLateIsDroppedAndCounted(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with("parigot.call-timeout = 100 ms")
            .service("greeting", shape, "Slow delay 300000", "Now")
            .client("hello", shape, "greeting", "expect-call-error Slow 3 1", "timer 100000000")
            .launched()) {
      application.awaitPrinted("call failed 1 reason 29\n");
      while (application.application().lateAnswers() == 0) {
        assertThat(application.echo("greeting", "Now", "and?")).isEqualTo("and?");
      }
      assertThat(application.application().lateAnswers()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSecondAnswerAndAForgedOneAreRefusedAndChangeNothing(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", shape, "Twice twice", "Forge forge")
            .client("hello", shape, "greeting", "call Twice 9", "call Forge 9", "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
      application.log().await(1, "greeting: a second answer got 26");
      application.log().await(1, "greeting: a forged answer got 26");
    }
  }

  @Test
  void messagesOverFourKibibytesReachGuestsThatGiveRoomForThem() {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", GuestShape.REACTOR, "Echo")
            .client("hello", GuestShape.REACTOR, "greeting", "call Echo 1000000 3", "exit 0")
            .guest(
                "loop",
                "main",
                TestApplication.module("loop-alloc"),
                "register loop",
                "require greeting.v1 greeting",
                "launch",
                "locate greeting.v1 greeting",
                "call Echo 1000000 3",
                "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
    }
  }

  @Test
  void aParameterThatDoesNotFitTheCalleeIsRefusedAtTheCaller() {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", GuestShape.LOOP, "Echo")
            .client(
                "hello",
                GuestShape.REACTOR,
                "greeting",
                "expect-dispatch-error Echo 5000 6",
                "call Echo 3900",
                "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
    }
  }

  @Test
  void aResultThatDoesNotFitTheCallerIsRefusedAtTheCalleeAndFailsTheCall() {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", GuestShape.REACTOR, "Large large 5000")
            .client(
                "hello", GuestShape.LOOP, "greeting", "expect-call-error Large 3 1", "exit 0")) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("call failed 1 reason 6\n");
      application.log().await(1, "greeting: return_value_ answered 6");
    }
  }

  @Test
  void oneCallMoreThanMayBeOpenIsRefusedAtTheCaller() {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", GuestShape.REACTOR, "Never never")
            .client(
                "hello",
                GuestShape.REACTOR,
                "greeting",
                "start-call Never 1",
                "start-call Never 1",
                "expect-dispatch-error Never 1 31",
                "exit 0")
            .set("hello", "calls-in-flight = 2")) {
      assertThat(application.run()).as(application.printed()).isZero();
    }
  }

  @Test
  void oneCallMoreThanMayWaitForAGuestIsRefusedWithAnError() {
    try (TestApplication application =
        TestApplication.with()
            .service("greeting", GuestShape.LOOP, "Never never")
            .client(
                "hello",
                GuestShape.LOOP,
                "greeting",
                "start-call Never 1",
                "start-call Never 1",
                "expect-call-error Never 1 1",
                "exit 0")
            .set("greeting", "mailbox = 2")) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("call failed 1 reason 31\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTimerOfTheKernelWakesAGuest(GuestShape shape) {
    try (TestApplication application =
        TestApplication.with()
            .main(
                "alone", shape, "register alone", "launch", "timer 2000", "print due", "exit 0")) {
      assertThat(application.run()).isZero();
      assertThat(application.printed()).isEqualTo("due\n");
    }
  }

  @Test
  void readingWithATimeoutEndsWhenItHasPassed() {
    try (TestApplication application =
        TestApplication.with()
            .main(
                "alone",
                GuestShape.LOOP,
                "register alone",
                "launch",
                "expect-timeout 0",
                "expect-timeout 5",
                "exit 0")) {
      assertThat(application.run()).as(application.printed()).isZero();
    }
  }
}
