package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Effect;
import parigot.kernel.Id;
import parigot.v1.host.CallFailure;

/** What a call that times out says about those who waited. */
@Timeout(20)
class CallChainTest {
  private final TestApplication application = new TestApplication();
  private final TestGuest a = application.main("a");
  private final TestGuest b = application.server("b");
  private final TestGuest c = application.server("c");
  private TestGuest.Target toB;

  @BeforeEach
  void start() {
    application.start();
    b.serve("b.v1.b", "X", "Other");
    b.next();
    toB = a.find("b.v1.b");
  }

  private void serve() {
    c.serve("c.v1.c", "Y");
    c.next();
  }

  private TestGuest.Target toC() {
    return b.find("c.v1.c");
  }

  private CallFailure failure() {
    return a.next().getResolved().getFailure();
  }

  private void timeOut() {
    application.pass(TestApplication.SETTINGS.callTimeout());
  }

  @Test
  void itEndsAtTheGuestThatIsBusyAndSaysForHowLong() {
    serve();
    a.dispatch(toB, "");
    b.nextCall();
    application.pass(Duration.ofMillis(500));
    b.dispatch(toC(), "");
    assertThat(b.poke()).isEmpty();
    c.nextCall();

    timeOut();

    assertThat(failure().getDetail())
        .isEqualTo("b.X did not answer within 2500 ms: a -> b.X -> c.Y (busy 2.0 s in it).");
    assertThat(application.reports(Effect.Severity.WARNING))
        .first()
        .isEqualTo(
            "A call of a failed: b.X did not answer within 2500 ms:"
                + " a -> b.X -> c.Y (busy 2.0 s in it).");
  }

  @Test
  void aGuestIsBusyInACallSinceItAnsweredTheOneBefore() {
    a.dispatch(toB, "first");
    a.dispatch(toB, "second");
    Id first = b.nextCall();
    application.pass(Duration.ofSeconds(1));
    b.answer(first, "done");
    b.nextCall();

    timeOut();

    a.next();
    assertThat(failure().getChainList()).containsExactly("a -> b.X (busy 1.5 s in it)");
  }

  @Test
  void aGuestThatIsBusyInAnotherCallHasNotBegunThisOne() {
    TestGuest.Target other =
        new TestGuest.Target(
            toB.service(), Id.of(a.locate("b.v1.b", Id.EMPTY).getBinding(1).getMethodId()));
    a.dispatch(other, "");
    a.dispatch(toB, "");
    b.nextCall();

    timeOut();

    assertThat(failure().getChainList()).containsExactly("a -> b.Other (busy 2.5 s in it)");
    assertThat(failure().getDetail())
        .isEqualTo(
            "b.X did not answer within 2500 ms: a -> b.X (not begun: busy in"
                + " a call that nobody waits for any more).");
  }

  @Test
  void aGuestThatHasTurnedToOthersHasNotAnswered() {
    a.dispatch(toB, "");
    b.nextCall();
    assertThat(b.poke()).isEmpty();

    timeOut();

    assertThat(failure().getChainList()).containsExactly("a -> b.X (not answered)");
  }

  @Test
  void aGuestThatWaitsForATimerSaysSo() {
    a.dispatch(toB, "");
    b.nextCall();
    b.setTimer(Duration.ofHours(1).toNanos() / 1000);
    assertThat(b.poke()).isEmpty();

    timeOut();

    assertThat(failure().getChainList()).containsExactly("a -> b.X (waiting for a timer)");
  }

  @Test
  void aServiceThatHasNotLaunchedSaysWhatItLacks() {
    Id service = c.register("c.v1.c");
    c.export(service, "c.v1.c").require(service, "d.v1.d");
    Id method = c.bind(service, "Y");
    c.launch(service);
    a.dispatch(toB, "");
    b.nextCall();
    b.dispatch(new TestGuest.Target(service, method), "");
    assertThat(b.poke()).isEmpty();

    timeOut();

    assertThat(failure().getDetail())
        .isEqualTo(
            "b.X did not answer within 2500 ms:"
                + " a -> b.X -> c.Y (not launched: requires d.v1.d, which nobody exports).");
  }

  @Test
  void aServiceThatHasNotAskedToLaunchSaysThat() {
    Id service = c.register("c.v1.c");
    Id method = c.bind(service, "Y");
    a.dispatch(new TestGuest.Target(service, method), "");

    timeOut();

    assertThat(failure().getChainList())
        .containsExactly("a -> c.Y (not launched: it has not asked to)");
  }
}
