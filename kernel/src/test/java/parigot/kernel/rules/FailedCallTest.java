package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Budgets;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.guest.SystemCall;
import parigot.v1.host.CallFailure;
import syscall.v1.host.KernelErr;
import syscall.v1.host.ReadOneResponse;

/** Calls that are refused or have no answer, and what their callers are told. */
@Timeout(20)
class FailedCallTest extends HelloCallsGreeting {
  private static final Duration CALL_TIMEOUT = TestApplication.SETTINGS.callTimeout();

  @Test
  void aCallWithoutAnAnswerFailsAtTheTimeoutAndALateAnswerIsCounted() {
    hello.dispatch(target, "");
    Id call = greeting.nextCall();
    application.pass(CALL_TIMEOUT.minusNanos(1));
    assertThat(hello.poke()).isEmpty();

    application.pass(Duration.ofNanos(1));

    CallFailure failure = assertFailed(hello.next(), KernelErr.RunTimeout, true);
    assertThat(failure.getDetail())
        .isEqualTo(
            "greeting.FetchGreeting did not answer within 2500 ms:"
                + " hello -> greeting.FetchGreeting (busy 2.5 s in it).");
    assertThat(failure.getChainList())
        .containsExactly("hello -> greeting.FetchGreeting (busy 2.5 s in it)");
    assertThat(application.reports(Effect.Severity.WARNING))
        .containsExactly(
            "A call of hello failed: greeting.FetchGreeting did not answer within 2500 ms:"
                + " hello -> greeting.FetchGreeting (busy 2.5 s in it).");
    assertThat(application.kernel.lateAnswers()).isZero();
    assertThat(greeting.errorOfAnswer(call, "")).isEqualTo(KernelErr.BadId);
    assertThat(application.kernel.lateAnswers()).isEqualTo(1);
    assertThat(hello.poke()).isEmpty();
  }

  @Test
  void aCallThatTimesOutBeforeTheCalleeTakesItNeverReachesIt() {
    hello.dispatch(target, "");
    application.pass(CALL_TIMEOUT);

    assertThat(hello.poke()).isPresent();
    assertThat(greeting.poke()).isEmpty();
  }

  @Test
  void callsTimeOutInTheOrderInWhichTheyWereMade() {
    Id first = hello.dispatch(target, "");
    application.pass(Duration.ofSeconds(1));
    Id second = hello.dispatch(target, "");
    application.pass(CALL_TIMEOUT.minusSeconds(1));

    assertThat(Id.of(hello.next().getResolved().getCallId())).isEqualTo(first);
    assertThat(hello.poke()).isEmpty();
    application.pass(Duration.ofSeconds(1));
    assertThat(Id.of(hello.next().getResolved().getCallId())).isEqualTo(second);
  }

  @Test
  void whenACalleeDiesItsCallersSeeTheErrorAtOnce() {
    hello.dispatch(target, "taken");
    greeting.nextCall();
    hello.dispatch(target, "not taken");

    application.end(greeting, new Ending.Failed("it trapped"));

    assertFailed(hello.next(), KernelErr.NetworkConnectionLost, true);
    assertFailed(hello.next(), KernelErr.NetworkConnectionLost, true);
    assertThat(hello.poke()).isEmpty();
    assertThat(dispatchError(target)).as("a call afterwards").isEqualTo(KernelErr.BadId);
  }

  @Test
  void whenACallerDiesItsCallsAreDroppedAndLateAnswersCounted() {
    TestGuest other = application.main("other");
    TestGuest.Target found = other.find("greeting.v1.greeting");
    other.dispatch(found, "taken");
    Id taken = greeting.nextCall();
    other.dispatch(found, "not taken");

    application.end(other, new Ending.Exited(0));

    assertThat(greeting.poke()).as("the call that was not taken").isEmpty();
    assertThat(greeting.errorOfAnswer(taken, "")).isEqualTo(KernelErr.CallerUnavailable);
    assertThat(application.kernel.lateAnswers()).isEqualTo(1);
    assertThat(greeting.errorOfAnswer(taken, "")).as("once more").isEqualTo(KernelErr.BadId);
    assertThat(application.kernel.calls(application.now())).isEmpty();
  }

  @Test
  void aFullMailboxRefusesAndOthersAreServed() {
    TestGuest small =
        application.admit(new GuestSpec("small", 1, 1, GuestKind.SERVER, 4096, 10, 2));
    small.serve("small.v1.small", "Do");
    small.next();
    TestGuest.Target found = hello.find("small.v1.small");
    hello.dispatch(found, "");
    hello.dispatch(found, "");
    hello.dispatch(found, "");

    CallFailure failure = assertFailed(hello.next(), KernelErr.WriteTimeout, false);
    assertThat(failure.getDetail()).isEqualTo("small has 2 calls open, and its mailbox is 2.");
    small.answer(small.nextCall(), "");
    hello.next();
    hello.dispatch(found, "");
    small.nextCall();
    small.nextCall();
    assertThat(small.poke()).isEmpty();
  }

  @Test
  void aGuestWithTooManyCallsInFlightIsRefused() {
    TestGuest eager = application.admit(new GuestSpec("eager", 1, 1, GuestKind.MAIN, 4096, 2, 10));
    eager.useOnly("greeting.v1.greeting");
    eager.dispatch(target, "");
    eager.dispatch(target, "");

    assertThat(
            eager.error(
                SystemCall.DISPATCH, eager.dispatching(target, eager.newCall(), "").build()))
        .isEqualTo(KernelErr.WriteTimeout);
    eager.next();
    greeting.answer(greeting.nextCall(), "");
    eager.next();
    eager.dispatch(target, "");
  }

  @Test
  void aHeldCallHasCertainlyNotRun() {
    TestGuest slow = application.server("slow");
    Id service = slow.register("slow");
    Id method = slow.bind(service, "Do");
    hello.dispatch(new TestGuest.Target(service, method), "early");

    application.pass(CALL_TIMEOUT);

    assertFailed(hello.next(), KernelErr.RunTimeout, false);
    slow.launch(service);
    slow.next();
    assertThat(slow.poke()).isEmpty();
  }

  @Test
  void aFailureNamesTheCallsThatWereWaitingForEachOther() {
    TestGuest deep = application.server("deep");
    deep.serve("deep.v1.deep", "Dive");
    hello.dispatch(target, "");
    application.pass(Duration.ofMillis(1));
    greeting.dispatch(greeting.find("deep.v1.deep"), "");

    application.pass(CALL_TIMEOUT.minusMillis(1));

    assertThat(hello.next().getResolved().getFailure().getChainList())
        .containsExactly("hello -> greeting.FetchGreeting", "greeting -> deep.Dive (not answered)");
  }

  @Test
  void aRingOfWaitingCallsIsNamedOnce() {
    TestGuest back = application.server("back");
    back.serve("back.v1.back", "Ping");
    hello.dispatch(target, "");
    greeting.dispatch(greeting.find("back.v1.back"), "");
    back.dispatch(back.find("greeting.v1.greeting"), "");

    application.pass(CALL_TIMEOUT);

    assertThat(hello.next().getResolved().getFailure().getChainList())
        .isEqualTo(
            List.of(
                "hello -> greeting.FetchGreeting",
                "greeting -> back.Ping",
                "back -> greeting.FetchGreeting (where the chain is back at greeting)"));
  }

  @Test
  void aFailureFitsTheSmallestGuestHoweverLongTheNamesAre() {
    String longName = "Ü".repeat(Budgets.LONGEST_NAME / 2);
    TestGuest previous = hello;
    for (int i = 0; i < 20; i++) {
      TestGuest next =
          application.admit(
              new GuestSpec("Ü".repeat(3000) + i, 1, 1, GuestKind.SERVER, 1 << 20, 10, 10));
      next.serve("chain.v1.c" + i, longName);
      previous.dispatch(previous.find("chain.v1.c" + i), "");
      previous = next;
    }
    application.pass(CALL_TIMEOUT);

    ReadOneResponse event = hello.next();
    assertFailed(event, KernelErr.RunTimeout, true);
    assertThat(event.getSerializedSize()).isLessThanOrEqualTo(GuestSpec.LEAST_CAPACITY);
  }
}
