package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.CallOutcome;
import parigot.kernel.CallStats;
import parigot.kernel.Durations;
import parigot.kernel.Ending;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.Payload;
import parigot.kernel.guest.SystemCall;
import syscall.v1.host.KernelErr;

/** What the kernel counts of calls and of what it refuses. */
@Timeout(20)
class CountersTest extends HelloCallsGreeting {
  private static final Duration CALL_TIMEOUT = TestApplication.SETTINGS.callTimeout();

  private CallStats ofHello() {
    assertThat(application.kernel.stats().calls()).hasSize(1);
    return application.kernel.stats().calls().get(0);
  }

  private static Map<CallOutcome, Long> counts(CallStats stats) {
    return stats.durations().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, its -> its.getValue().count()));
  }

  @Test
  void aCallCountsOnceItIsAnsweredWithHowLongItWaited() {
    hello.dispatch(target, "French");
    Id call = greeting.nextCall();
    assertThat(application.kernel.stats().calls()).as("it waits").isEmpty();
    application.pass(Duration.ofMillis(3));
    greeting.answer(call, "bonjour");

    CallStats stats = ofHello();
    assertThat(stats.caller()).isEqualTo("hello");
    assertThat(stats.service()).isEqualTo("greeting.v1.greeting");
    assertThat(stats.method()).isEqualTo("FetchGreeting");
    assertThat(counts(stats)).isEqualTo(Map.of(CallOutcome.OK, 1L));
    assertThat(stats.durations().get(CallOutcome.OK).total()).isEqualTo(Duration.ofMillis(3));
    assertThat(stats.requestBytes()).isEqualTo(TestGuest.any("French").getSerializedSize());
    assertThat(stats.responseBytes()).isEqualTo(TestGuest.any("bonjour").getSerializedSize());
  }

  @Test
  void eachEndOfACallIsCountedAsWhatItIs() {
    hello.dispatch(target, "answered with an error of the service");
    Id call = greeting.nextCall();
    assertThat(
            greeting.error(
                SystemCall.RETURN_VALUE, greeting.returning(call).setResultError(7).build()))
        .isEqualTo(KernelErr.NoError);
    hello.dispatch(target, "not answered in time");
    application.pass(CALL_TIMEOUT);
    hello.withdraw(hello.dispatch(target, "not waited for"));
    hello.dispatch(target, "not answered before the end");
    application.end(greeting, new Ending.Failed("it trapped"));

    assertThat(counts(ofHello()))
        .isEqualTo(
            Map.of(
                CallOutcome.ERROR, 1L,
                CallOutcome.TIMED_OUT, 1L,
                CallOutcome.WITHDRAWN, 1L,
                CallOutcome.LOST, 1L));
  }

  @Test
  void aCallThatAFullMailboxRefusesIsCountedAsRefused() {
    TestGuest small =
        application.admit(new GuestSpec("small", 1, 1, GuestKind.SERVER, 4096, 10, 1));
    small.serve("small.v1.small", "Do");
    hello.dispatch(hello.find("small.v1.small"), "");
    hello.dispatch(hello.find("small.v1.small"), "");

    assertThat(counts(ofHello())).isEqualTo(Map.of(CallOutcome.REFUSED, 1L));
  }

  @Test
  void aCallToAServiceThatIsGoneIsCountedAsLost() {
    Id nobody = hello.newCall();
    application.said(
        hello, new FromGuest.Dispatched(hello.newCall(), nobody, nobody, Payload.ABSENT, 0, false));

    assertThat(ofHello().service()).isEqualTo(CallStats.UNKNOWN);
    assertThat(counts(ofHello())).isEqualTo(Map.of(CallOutcome.LOST, 1L));
  }

  @Test
  void aGuestsNextLifeCountsOn() {
    for (int life = 0; life < 3; life++) {
      TestGuest other = application.main("other");
      other.dispatch(other.find("greeting.v1.greeting"), "");
      greeting.answer(greeting.nextCall(), "");
      application.end(other, new Ending.Exited(0));
    }
    assertThat(counts(ofHello())).isEqualTo(Map.of(CallOutcome.OK, 3L));
  }

  @Test
  void ofTooManyMethodsTheRestIsCountedTogether() {
    int methods = Counters.MOST_OF_A_CALLER + 20;
    TestGuest wide = application.server("wide");
    Id service = wide.register("wide");
    for (int i = 0; i < methods; i++) {
      TestGuest.Target method = new TestGuest.Target(service, wide.bind(service, "Do" + i));
      hello.withdraw(hello.dispatch(method, ""));
    }

    assertThat(application.kernel.stats().calls()).hasSize(Counters.MOST_OF_A_CALLER + 1);
    CallStats rest = application.kernel.stats().calls().get(Counters.MOST_OF_A_CALLER);
    assertThat(rest.method()).isEqualTo(CallStats.OTHER);
    assertThat(counts(rest)).isEqualTo(Map.of(CallOutcome.WITHDRAWN, 20L));
  }

  @Test
  void methodsThatNobodyHasBoundAreCountedTogether() {
    for (int i = 0; i < 3; i++) {
      Id call = hello.newCall();
      application.said(
          hello,
          new FromGuest.Dispatched(
              call, target.service(), hello.newCall(), Payload.ABSENT, 0, false));
      application.said(hello, new FromGuest.Withdrawn(call));
    }
    assertThat(ofHello().method()).isEqualTo(CallStats.UNKNOWN);
    assertThat(ofHello().count()).isEqualTo(3);
  }

  @Test
  void whatAGuestIsRefusedIsCountedOverItsLives() {
    GuestSpec spec = new GuestSpec("eager", 1, 1, GuestKind.MAIN, 4096, 1, 10);
    for (int life = 0; life < 2; life++) {
      TestGuest eager = application.admit(spec);
      TestGuest.Target found = eager.find("greeting.v1.greeting");
      eager.dispatch(found, "");
      assertThat(
              eager.error(
                  SystemCall.DISPATCH, eager.dispatching(found, eager.newCall(), "").build()))
          .isEqualTo(KernelErr.WriteTimeout);
      application.end(eager, new Ending.Exited(0));
    }
    assertThat(application.kernel.stats().refused()).isEqualTo(Map.of("eager", 2L));
  }

  @Test
  void aCallToAnotherNodeIsCountedByTheKernelOfItsCallerAlone() {
    TestNodes nodes = new TestNodes("a", "b");
    TestGuest far = nodes.on("b").server("far");
    TestGuest near = nodes.on("a").main("near");
    nodes.linkAll().startAll();
    far.serve("far.v1.far", "Do");
    near.dispatch(near.find("far.v1.far"), "");
    far.next();
    far.answer(far.nextCall(), "");

    assertThat(nodes.on("b").kernel.stats().calls()).isEmpty();
    CallStats stats = nodes.on("a").kernel.stats().calls().get(0);
    assertThat(stats.caller()).isEqualTo("near");
    assertThat(stats.durations().getOrDefault(CallOutcome.OK, Durations.NONE).count()).isOne();
  }
}
