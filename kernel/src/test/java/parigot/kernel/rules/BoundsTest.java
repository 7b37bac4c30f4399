package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.guest.SystemCall;
import syscall.v1.host.KernelErr;

/** What a guest may heap up in the host is bounded, whatever it does and does not. */
@Timeout(20)
class BoundsTest {
  private static final int MAILBOX = 3;
  private static final int IN_FLIGHT = 4;

  private final TestApplication application = new TestApplication();
  private final TestGuest caller = application.main("caller");
  private final TestGuest deaf =
      application.admit(new GuestSpec("deaf", 1, 1, GuestKind.SERVER, 4096, IN_FLIGHT, MAILBOX));
  private Id service;
  private TestGuest.Target target;

  @BeforeEach
  void start() {
    application.start();
    service = deaf.serve("deaf.v1.deaf", "Do");
    deaf.next();
    target = caller.find("deaf.v1.deaf");
  }

  private List<KernelErr> call(int times) {
    List<KernelErr> refused = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      caller.dispatch(target, "");
      caller.poke().ifPresent(e -> refused.add(e.getResolved().getFailure().getReason()));
    }
    return refused;
  }

  @Test
  void callsThatTimedOutUnreadTakeUpRoomUntilTheGuestReads() {
    assertThat(call(MAILBOX)).isEmpty();
    application.pass(TestApplication.SETTINGS.callTimeout());
    for (int i = 0; i < MAILBOX; i++) {
      caller.next();
    }
    int waiting = deaf.inbox.size();

    assertThat(call(10)).hasSize(10).containsOnly(KernelErr.WriteTimeout);
    assertThat(deaf.inbox).hasSize(waiting);

    assertThat(deaf.poke()).isEmpty();
    assertThat(call(MAILBOX + 1)).containsExactly(KernelErr.WriteTimeout);
  }

  @Test
  void timersSetAndCancelledInOneEventAreBounded() {
    List<KernelErr> errors = new ArrayList<>();
    for (int i = 0; i < IN_FLIGHT; i++) {
      assertThat(deaf.cancelTimer(deaf.setTimer(1_000_000))).isEqualTo(KernelErr.NoError);
    }
    errors.add(deaf.errorOfTimer(1_000_000));
    assertThat(errors).containsExactly(KernelErr.WriteTimeout);

    call(1);
    deaf.nextCall();
    assertThat(deaf.errorOfTimer(1_000_000)).isEqualTo(KernelErr.NoError);
  }

  @Test
  void exitsAskedAndAnsweredWithoutReadingAreBounded() {
    for (int i = 0; i < IN_FLIGHT; i++) {
      assertThat(deaf.errorOfAnswer(deaf.exit(service, 0), "")).isEqualTo(KernelErr.NoError);
    }
    assertThat(deaf.error(SystemCall.EXIT, deaf.exiting(service, deaf.newCall(), 0).build()))
        .isEqualTo(KernelErr.WriteTimeout);
  }
}
