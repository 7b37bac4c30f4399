package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Id;
import parigot.kernel.TraceContext;

/** Which trace all that guests do is a part of, though they know of none. */
@Timeout(20)
class TraceTest extends HelloCallsGreeting {
  private static final TraceContext FIRST =
      TraceContext.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", "vendor=a");
  private static final TraceContext SECOND =
      TraceContext.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "");

  private TestGuest.Target words;

  private TestGuest words() {
    TestGuest guest = application.server("words");
    guest.serve("words.v1.words", "Find");
    guest.next();
    words = greeting.find("words.v1.words");
    return guest;
  }

  private void call(TraceContext trace) {
    hello.within(trace);
    hello.dispatch(target, "");
  }

  @Test
  void whatAGuestCallsInACallIsPartOfTheCallsTrace() {
    TestGuest third = words();
    call(FIRST);
    greeting.next();
    assertThat(greeting.trace()).isEqualTo(FIRST);

    greeting.dispatch(words, "");

    third.next();
    assertThat(third.trace()).isEqualTo(FIRST);
  }

  @Test
  void whatAnAnswerLeadsToIsPartOfTheTraceInWhichTheCallWasMade() {
    TestGuest third = words();
    call(FIRST);
    call(SECOND);
    greeting.next();
    greeting.dispatch(words, "");
    greeting.next();
    assertThat(greeting.trace()).isEqualTo(SECOND);

    third.answer(third.nextCall(), "");

    assertThat(greeting.next().hasResolved()).isTrue();
    assertThat(greeting.trace()).isEqualTo(FIRST);
  }

  @Test
  void whatATimerLeadsToIsPartOfTheTraceInWhichItWasSet() {
    call(FIRST);
    greeting.next();
    greeting.setTimer(1_000);
    assertThat(greeting.poke()).isEmpty();
    assertThat(greeting.trace()).isEqualTo(TraceContext.NONE);

    application.pass(Duration.ofMillis(1));

    greeting.next();
    assertThat(greeting.trace()).isEqualTo(FIRST);
  }

  @Test
  void aTimerThatWasSetInATraceCanBeCancelled() {
    call(FIRST);
    greeting.next();
    Id timer = greeting.setTimer(1_000);

    greeting.cancelTimer(timer);

    application.pass(Duration.ofMillis(1));
    assertThat(greeting.poke()).isEmpty();
  }

  @Test
  void aCallThatIsPartOfNoTraceLeadsToNone() {
    TestGuest third = words();
    call(TraceContext.NONE);
    greeting.next();
    greeting.dispatch(words, "");
    third.next();
    assertThat(third.trace()).isEqualTo(TraceContext.NONE);
  }

  @Test
  void aTraceGoesOverALink() {
    TestNodes nodes = new TestNodes("a", "b");
    TestGuest caller = nodes.on("a").main("caller");
    TestGuest there = nodes.on("b").server("there");
    nodes.linkAll().startAll();
    there.serve("there.v1.there", "Do");
    there.next();
    caller.useOnly("there.v1.there");
    caller.next();

    caller.within(FIRST);
    caller.dispatch(caller.find("there.v1.there"), "");

    there.next();
    assertThat(there.trace()).isEqualTo(FIRST);
  }
}
