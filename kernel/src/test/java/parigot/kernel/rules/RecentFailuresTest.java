package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.CallOutcome;
import parigot.kernel.CallStats;
import parigot.kernel.Ending;
import parigot.kernel.FailedCallView;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.Payload;
import parigot.kernel.TraceContext;
import parigot.kernel.guest.SystemCall;
import syscall.v1.host.KernelErr;

/** What the kernel keeps of calls that have failed. */
@Timeout(20)
class RecentFailuresTest extends HelloCallsGreeting {
  private static final Duration CALL_TIMEOUT = TestApplication.SETTINGS.callTimeout();
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  private List<FailedCallView> failures() {
    return failures(application);
  }

  private static List<FailedCallView> failures(TestApplication of) {
    return of.kernel.failures(of.now());
  }

  private void answerWithError(int error) {
    Id call = greeting.nextCall();
    assertThat(
            greeting.error(
                SystemCall.RETURN_VALUE, greeting.returning(call).setResultError(error).build()))
        .isEqualTo(KernelErr.NoError);
  }

  @Test
  void callsThatSucceedOrAreWithdrawnAreNotKept() {
    hello.dispatch(target, "");
    greeting.answer(greeting.nextCall(), "");
    hello.withdraw(hello.dispatch(target, ""));

    assertThat(failures()).isEmpty();
  }

  @Test
  void aCallThatTimedOutIsKeptWithItsChainAndItsTrace() {
    hello.within(TraceContext.of("00-" + TRACE + "-00f067aa0ba902b7-00", ""));
    Id call = hello.dispatch(target, "");
    greeting.nextCall();
    application.pass(CALL_TIMEOUT);
    application.pass(Duration.ofSeconds(3));

    assertThat(failures())
        .containsExactly(
            new FailedCallView(
                call,
                "hello",
                "greeting",
                "greeting.v1.greeting",
                "FetchGreeting",
                CallOutcome.TIMED_OUT,
                0,
                "greeting.FetchGreeting did not answer within 2500 ms:"
                    + " hello -> greeting.FetchGreeting (busy 2.5 s in it).",
                true,
                List.of("hello -> greeting.FetchGreeting (busy 2.5 s in it)"),
                TRACE,
                CALL_TIMEOUT,
                Duration.ofSeconds(3)));
  }

  @Test
  void eachKindOfFailureIsKeptWithWhetherItMayHaveRun() {
    hello.dispatch(target, "");
    answerWithError(7);
    hello.dispatch(target, "");
    greeting.nextCall();
    application.end(greeting, new Ending.Failed("it trapped"));
    TestGuest small =
        application.admit(new GuestSpec("small", 1, 1, GuestKind.SERVER, 4096, 10, 1));
    small.serve("small.v1.small", "Do");
    hello.dispatch(hello.find("small.v1.small"), "");
    hello.dispatch(hello.find("small.v1.small"), "");
    Id nobody = hello.newCall();
    application.said(
        hello, new FromGuest.Dispatched(hello.newCall(), nobody, nobody, Payload.ABSENT, 0, false));

    assertThat(failures())
        .extracting(FailedCallView::outcome)
        .containsExactly(
            CallOutcome.LOST, CallOutcome.REFUSED, CallOutcome.LOST, CallOutcome.ERROR);
    assertThat(failures())
        .extracting(FailedCallView::mayHaveRun)
        .containsExactly(false, false, true, true);
    assertThat(failures())
        .extracting(FailedCallView::detail)
        .containsExactly(
            "The called guest ended before the call reached it.",
            "small has 1 calls open, and its mailbox is 1.",
            "greeting ended before it answered FetchGreeting.",
            "greeting.FetchGreeting answered with its error 7.");
    assertThat(failures())
        .extracting(FailedCallView::service)
        .containsExactly(
            CallStats.UNKNOWN, "small.v1.small", "greeting.v1.greeting", "greeting.v1.greeting");
    assertThat(failures().get(3).error()).isEqualTo(7);
    assertThat(failures().get(3).trace()).isEmpty();
  }

  @Test
  void whatFailsOftenDoesNotDriveOutWhatFailsRarely() {
    Id nobody = hello.newCall();
    application.said(
        hello, new FromGuest.Dispatched(hello.newCall(), nobody, nobody, Payload.ABSENT, 0, false));
    for (int i = 0; i < 2 * RecentFailures.MOST; i++) {
      hello.dispatch(target, "");
      answerWithError(10 + i);
      hello.next();
    }

    assertThat(failures()).hasSize(RecentFailures.MOST_OF_A_KIND + 1);
    assertThat(failures().get(0).error()).isEqualTo(10 + 2 * RecentFailures.MOST - 1);
    assertThat(failures().get(RecentFailures.MOST_OF_A_KIND).service())
        .isEqualTo(CallStats.UNKNOWN);
  }

  @Test
  void noMoreThanSomeHundredsAreKept() {
    int methods = RecentFailures.MOST + 20;
    TestGuest wide = application.server("wide");
    Id service = wide.register("wide");
    for (int i = 0; i < methods; i++) {
      Id method = wide.bind(service, "Do" + i);
      hello.dispatch(new TestGuest.Target(service, method), "");
      application.pass(CALL_TIMEOUT);
      hello.next();
    }

    assertThat(failures()).hasSize(RecentFailures.MOST);
    assertThat(failures().get(0).method()).isEqualTo("Do" + (methods - 1));
    assertThat(failures().get(RecentFailures.MOST - 1).method()).isEqualTo("Do20");
  }

  @Test
  void aCallToAnotherNodeIsKeptByTheKernelOfItsCallerWithWhatTheOtherKnows() {
    TestNodes nodes = new TestNodes("a", "b");
    TestGuest far = nodes.on("b").server("far");
    TestGuest near = nodes.on("a").main("near");
    nodes.linkAll().startAll();
    far.serve("far.v1.far", "Do");
    near.dispatch(near.find("far.v1.far"), "");
    far.next();
    far.nextCall();
    nodes.on("b").end(far, new Ending.Failed("it trapped"));

    assertThat(failures(nodes.on("b"))).isEmpty();
    assertThat(failures(nodes.on("a"))).hasSize(1);
    FailedCallView failure = failures(nodes.on("a")).get(0);
    assertThat(failure.caller()).isEqualTo("a/near");
    assertThat(failure.callee()).isEqualTo("b/far");
    assertThat(failure.outcome()).isEqualTo(CallOutcome.LOST);
    assertThat(failure.mayHaveRun()).isTrue();
    assertThat(failure.detail()).isEqualTo("b/far ended before it answered Do.");
  }
}
