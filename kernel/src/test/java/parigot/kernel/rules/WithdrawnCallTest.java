package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Ending;
import parigot.kernel.Id;
import syscall.v1.host.KernelErr;

/** Calls that their callers no longer wait for. */
@Timeout(20)
class WithdrawnCallTest extends HelloCallsGreeting {
  private static final Duration CALL_TIMEOUT = TestApplication.SETTINGS.callTimeout();

  @Test
  void aCallThatIsWithdrawnIsDroppedAndItsAnswerCountedAsLate() {
    hello.dispatch(target, "first");
    Id taken = greeting.nextCall();
    Id waiting = hello.dispatch(target, "second");
    Id kept = hello.dispatch(target, "third");

    hello.withdraw(taken);
    hello.withdraw(waiting);
    hello.withdraw(waiting);

    assertThat(application.kernel.calls(application.now())).hasSize(1);
    assertThat(greeting.nextCall()).as("the one that is waited for").isEqualTo(kept);
    assertThat(greeting.errorOfAnswer(taken, "")).isEqualTo(KernelErr.BadId);
    assertThat(application.kernel.lateAnswers()).isEqualTo(1);
    greeting.answer(kept, "done");
    assertThat(Id.of(hello.next().getResolved().getCallId())).isEqualTo(kept);
    application.pass(CALL_TIMEOUT);
    assertThat(hello.poke()).as("what was withdrawn does not fail").isEmpty();
    assertThat(greeting.poke()).isEmpty();
  }

  private List<Id> overs() {
    assertThat(hello.poke()).isEmpty();
    return hello.overs;
  }

  @Test
  void aCallThatIsWithdrawnIsOverWhenItsCalleeHasDroppedOrAnsweredIt() {
    Id taken = hello.dispatch(target, "first");
    greeting.nextCall();
    Id waiting = hello.dispatch(target, "second");
    hello.withdraw(taken);
    hello.withdraw(waiting);
    assertThat(overs()).as("the callee has not heard of it").isEmpty();
    assertThat(greeting.poke()).isEmpty();
    assertThat(overs()).containsExactly(waiting);
    assertThat(greeting.errorOfAnswer(taken, "")).isEqualTo(KernelErr.BadId);
    assertThat(overs()).containsExactly(waiting, taken);
    application.pass(CALL_TIMEOUT);
    assertThat(overs()).hasSize(2);
  }

  @Test
  void aCallThatIsWithdrawnIsOverAtLatestWhenItsTimeHasPassed() {
    Id call = hello.dispatch(target, "");
    greeting.nextCall();
    hello.withdraw(call);
    application.pass(CALL_TIMEOUT);
    assertThat(overs()).containsExactly(call);
    assertThat(greeting.errorOfAnswer(call, "")).isEqualTo(KernelErr.BadId);
    assertThat(overs()).containsExactly(call);
  }

  @Test
  void aCallThatIsWithdrawnIsOverWhenItsCalleeEnds() {
    Id call = hello.dispatch(target, "");
    greeting.nextCall();
    hello.withdraw(call);
    application.end(greeting, new Ending.Failed("it trapped"));
    assertThat(overs()).containsExactly(call);
  }

  @Test
  void aCallThatIsAnsweredWhenItIsWithdrawnIsOver() {
    Id call = hello.dispatch(target, "");
    greeting.answer(greeting.nextCall(), "bonjour");
    hello.withdraw(call);
    assertThat(overs()).containsExactly(call);
  }

  @Test
  void aCallThatIsHeldUntilItsServiceRunsMayBeWithdrawn() {
    TestGuest late = application.server("late");
    Id service = late.register("late");
    Id method = late.bind(service, "Do");
    Id call = hello.dispatch(new TestGuest.Target(service, method), "");

    hello.withdraw(call);
    assertThat(overs()).containsExactly(call);
    late.launch(service);
    late.next();

    assertThat(late.poke()).isEmpty();
    assertThat(application.kernel.calls(application.now())).isEmpty();
  }

  @Test
  void aGuestMayWithdrawACallToItself() {
    TestGuest.Target own = greeting.find("greeting.v1.greeting");
    Id call = greeting.dispatch(own, "");

    greeting.withdraw(call);

    assertThat(greeting.poke()).isEmpty();
    assertThat(application.kernel.calls(application.now())).isEmpty();
  }

  @Test
  void anAnswerThatWasUnderWayToItsCallerWhenThatOneWithdrewIsDropped() {
    Id call = hello.dispatch(target, "");
    greeting.answer(greeting.nextCall(), "bonjour");

    hello.withdraw(call);

    assertThat(hello.poke()).isEmpty();
  }
}
