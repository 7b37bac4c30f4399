package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Id;
import parigot.kernel.guest.SystemCall;
import syscall.v1.host.KernelErr;
import syscall.v1.host.ReadOneResponse;

@Timeout(20)
class ReadOneTest {
  private final TestApplication application = new TestApplication();
  private final TestGuest hello = application.main("hello");
  private final TestGuest greeting = application.server("greeting");
  private TestGuest.Target target;

  @BeforeEach
  void start() {
    application.start();
    greeting.serve("greeting.v1.greeting", "FetchGreeting");
    greeting.next();
    target = hello.find("greeting.v1.greeting");
  }

  @Test
  void aTimeoutOfZeroLooksOnce() {
    assertThat(error(0)).isEqualTo(KernelErr.ReadOneTimeout);
    assertThat(greeting.waits).isEmpty();
  }

  @Test
  void aTimeoutIsHonouredAndWhatArrivesMeanwhileIsHandedOver() {
    assertThat(error(1234)).isEqualTo(KernelErr.ReadOneTimeout);
    assertThat(greeting.waits).containsExactly(1234);

    greeting.meanwhile = () -> hello.dispatch(target, "");
    assertThat(error(1234)).isEqualTo(KernelErr.NoError);
  }

  @Test
  void aNegativeTimeoutWaitsUntilThereIsSomethingForTheGuest() {
    greeting.meanwhile =
        () -> {
          hello.dispatch(target, "");
          if (greeting.waits.size() < 3) {
            // The call is taken back before the guest can see it.
            application.pass(Duration.ofSeconds(3));
          }
        };

    assertThat(error(-1)).isEqualTo(KernelErr.NoError);
    assertThat(greeting.waits).containsExactly(-1, -1, -1);
  }

  @Test
  void aTimeoutIsNotWaitedForTwice() {
    greeting.meanwhile =
        () -> {
          hello.dispatch(target, "");
          application.pass(Duration.ofSeconds(3));
        };

    assertThat(error(500)).isEqualTo(KernelErr.ReadOneTimeout);
    assertThat(greeting.waits).containsExactly(500);
  }

  @Test
  void whatEndsTheGuestPassesThrough() {
    greeting.meanwhile =
        () -> {
          throw new IllegalStateException("the guest is being ended");
        };

    assertThatThrownBy(() -> error(-1)).hasMessage("the guest is being ended");
  }

  @Test
  void anExitComesBeforeResolvedCallsAndTheseBeforeNewCalls() {
    TestGuest other = application.server("other");
    other.serve("other.v1.other", "Do");
    other.next();
    hello.dispatch(target, "a new call");
    greeting.dispatch(greeting.find("other.v1.other"), "");
    other.answer(other.nextCall(), "resolved");
    hello.exitAll(Id.EXIT_SERVICE, 3);

    ReadOneResponse exit = greeting.next();
    assertThat(exit.getExit().getCode()).isEqualTo(3);
    assertThat(exit.getExit().hasServiceId()).isTrue();
    assertThat(exit.hasResolved()).isFalse();
    ReadOneResponse resolved = greeting.next();
    assertThat(resolved.getResolved().getResult()).isEqualTo(TestGuest.any("resolved"));
    ReadOneResponse call = greeting.next();
    assertThat(call.getParamOrResult()).isEqualTo(TestGuest.any("a new call"));
    assertThat(call.hasExit()).isFalse();
    assertThat(greeting.poke()).isEmpty();
  }

  @Test
  void callsAreHandedOverInTheOrderInWhichTheyWereMade() {
    for (int i = 0; i < 5; i++) {
      hello.dispatch(target, "call " + i);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(greeting.next().getParamOrResult()).isEqualTo(TestGuest.any("call " + i));
    }
  }

  @Test
  void aReactorIsHandedTheSameEvents() {
    assertThat(greeting.handed()).isEmpty();
    hello.dispatch(target, "same");

    assertThat(greeting.handed().orElseThrow().getParamOrResult()).isEqualTo(TestGuest.any("same"));
    assertThat(greeting.handed()).isEmpty();
  }

  private KernelErr error(int timeoutMillis) {
    return greeting.error(SystemCall.READ_ONE, greeting.reading(timeoutMillis).build());
  }
}
