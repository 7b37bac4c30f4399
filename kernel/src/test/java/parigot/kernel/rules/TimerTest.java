package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Ending;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.guest.SystemCall;
import parigot.v1.host.TimerRequest;
import syscall.v1.host.KernelErr;
import syscall.v1.host.ResolvedCall;

@Timeout(20)
class TimerTest {
  private final TestApplication application = new TestApplication();
  private final TestGuest guest =
      application.admit(new GuestSpec("guest", 1, 1, GuestKind.SERVER, 4096, 3, 10));

  @BeforeEach
  void start() {
    application.start();
    guest.serve("guest.v1.guest");
    guest.next();
  }

  @Test
  void aTimerIsResolvedWhenItIsDue() {
    Id call = guest.setTimer(1500);
    application.pass(Duration.ofNanos(1_499_999));
    assertThat(guest.poke()).isEmpty();

    application.pass(Duration.ofNanos(1));

    assertThat(guest.next().getResolved())
        .isEqualTo(
            ResolvedCall.newBuilder()
                .setHostId(guest.host.raw())
                .setCallId(call.raw())
                .setMethodId(Id.TIMER_METHOD.raw())
                .build());
    assertThat(application.kernel.nextDeadline()).isEqualTo(OptionalLong.empty());
  }

  @Test
  void timersGoOffInTheOrderOfTheirTimesAndThenOfTheirSetting() {
    Id late = guest.setTimer(2);
    Id early = guest.setTimer(1);
    Id lateToo = guest.setTimer(2);
    application.pass(Duration.ofSeconds(1));

    assertThat(resolvedCall()).isEqualTo(early);
    assertThat(resolvedCall()).isEqualTo(late);
    assertThat(resolvedCall()).isEqualTo(lateToo);
  }

  @Test
  void lessThanAMicrosecondIsDueAtOnce() {
    Id zero = guest.setTimer(0);
    assertThat(resolvedCall()).isEqualTo(zero);
    Id past = guest.setTimer(Long.MIN_VALUE);
    assertThat(resolvedCall()).isEqualTo(past);
  }

  @Test
  void theEndOfTimeIsNeverDue() {
    guest.setTimer(Long.MAX_VALUE);
    application.pass(Duration.ofDays(10_000));

    assertThat(guest.poke()).isEmpty();
  }

  @Test
  void aTimerTakenBackDoesNotGoOff() {
    Id call = guest.setTimer(1000);
    assertThat(guest.cancelTimer(call)).isEqualTo(KernelErr.NoError);
    application.pass(Duration.ofSeconds(1));
    assertThat(guest.poke()).isEmpty();

    Id due = guest.setTimer(1000);
    application.pass(Duration.ofSeconds(1));
    assertThat(guest.cancelTimer(due)).as("due, and not handed over").isEqualTo(KernelErr.NoError);
    assertThat(guest.poke()).isEmpty();
    assertThat(guest.cancelTimer(due)).as("unknown").isEqualTo(KernelErr.NoError);
  }

  @Test
  void aTimersIdMustBeFree() {
    Id call = guest.setTimer(1000);

    assertThat(
            guest.error(SystemCall.TIMER, TimerRequest.newBuilder().setCallId(call.raw()).build()))
        .isEqualTo(KernelErr.BadCallId);
  }

  @Test
  void timersCountAsCallsInFlight() {
    guest.setTimer(1000);
    guest.setTimer(1000);
    Id last = guest.setTimer(1000);
    TimerRequest more = TimerRequest.newBuilder().setCallId(guest.newCall().raw()).build();
    assertThat(guest.error(SystemCall.TIMER, more)).isEqualTo(KernelErr.WriteTimeout);

    guest.cancelTimer(last);

    assertThat(guest.error(SystemCall.TIMER, more)).isEqualTo(KernelErr.NoError);
  }

  @Test
  void theTimersOfAGuestThatEndedAreGone() {
    application.main("main");
    guest.setTimer(1000);
    application.end(guest, new Ending.Exited(0));

    application.pass(Duration.ofSeconds(1));

    assertThat(application.kernel.guests()).hasSize(1);
  }

  private Id resolvedCall() {
    return Id.of(guest.next().getResolved().getCallId());
  }
}
