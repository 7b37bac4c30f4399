package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.Id;
import parigot.kernel.KernelSettings;
import parigot.kernel.guest.Answer;
import parigot.kernel.guest.GuestWire;
import parigot.kernel.guest.SystemCall;
import syscall.v1.host.ExitPair;
import syscall.v1.host.ExitResponse;
import syscall.v1.host.KernelErr;
import syscall.v1.host.MethodBundle;
import syscall.v1.host.ReadOneResponse;
import syscall.v1.host.ResolvedCall;

@Timeout(20)
class ExitTest {
  private static final Duration GRACE = TestApplication.SETTINGS.exitGrace();

  private final TestApplication application = new TestApplication();

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "102,102", "192,192", "193,192", "255,192", "-1,192"})
  void exitIsAnsweredWithThePair(int asked, int given) throws Exception {
    TestGuest main = application.main("main");
    application.start();
    Id service = main.register("main");

    Answer answer =
        main.handle(
            SystemCall.EXIT, main.exiting(service, main.newCall(), asked).build().toByteArray());

    assertThat(ExitResponse.parseFrom(answer.response()).getPair())
        .isEqualTo(GuestWire.exitPair(service, given));
  }

  @Test
  void theExitIsHandedOverWhenTheGuestHasAnsweredItsOwnCall() {
    TestGuest main = application.main("main");
    application.start();
    Id service = main.register("main");
    Id call = main.exit(service, 7);
    assertThat(main.poke()).isEmpty();
    application.pass(GRACE.multipliedBy(3));
    assertThat(application.killed()).isEmpty();

    assertThat(main.error(SystemCall.RETURN_VALUE, main.returning(call).build()))
        .isEqualTo(KernelErr.NoError);

    ExitPair pair = GuestWire.exitPair(service, 7);
    assertThat(main.next())
        .isEqualTo(
            ReadOneResponse.newBuilder()
                .setBundle(MethodBundle.getDefaultInstance())
                .setResolved(
                    ResolvedCall.newBuilder()
                        .setHostId(main.host.raw())
                        .setCallId(call.raw())
                        .setMethodId(Id.EXIT_METHOD.raw())
                        .setResult(Any.pack(ExitResponse.newBuilder().setPair(pair).build())))
                .setExit(pair)
                .build());
    assertThat(main.poke()).isEmpty();
    application.end(main, new Ending.Exited(7));
    assertThat(application.endedWith()).hasValue(7);
  }

  @Test
  void aGuestThatDoesNotEndAfterItsExitIsEndedWithTheCodeItAskedFor() {
    TestGuest main = application.main("main");
    application.start();
    main.answer(main.exit(main.register("main"), 7), "");
    main.next();
    application.pass(GRACE.minusNanos(1));
    assertThat(application.killed()).isEmpty();

    application.pass(Duration.ofNanos(1));

    assertThat(application.killed()).containsExactly("main");
    assertThat(application.endedWith()).hasValue(7);
  }

  @Test
  void aGraceOfNothingEndsTheGuestAsSoonAsItsExitIsDelivered() {
    TestApplication hasty =
        new TestApplication(
            new KernelSettings(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ZERO), 1);
    TestGuest main = hasty.main("main");
    hasty.start();
    main.answer(main.exit(main.register("main"), 7), "");
    main.next();
    hasty.pass(Duration.ofNanos(1));

    assertThat(hasty.killed()).containsExactly("main");
    assertThat(hasty.endedWith()).hasValue(7);
  }

  @Test
  void aCodeAskedForWinsOverALaterZeroAndOverNothingElse() {
    TestGuest zero = application.main("zero");
    application.start();
    zero.exit(zero.register("zero"), 7);
    application.end(zero, new Ending.Exited(0));
    assertThat(application.endedWith()).hasValue(7);

    TestApplication second = new TestApplication();
    TestGuest five = second.main("five");
    second.start();
    five.exit(five.register("five"), 7);
    second.end(five, new Ending.Exited(5));
    assertThat(second.endedWith()).hasValue(5);
  }

  @Test
  void aServerThatExitsLeavesTheOthersGoing() {
    TestGuest main = application.main("main");
    TestGuest server = application.server("server");
    application.start();
    Id service = server.serve("server.v1.server");
    server.next();
    server.answer(server.exit(service, 4), "");
    server.next();
    application.end(server, new Ending.Exited(4));

    assertThat(application.reports(Effect.Severity.WARNING))
        .containsExactly("server exited with code 4.");
    assertThat(application.endedWith()).isEmpty();
    application.end(main, new Ending.Exited(0));
    assertThat(application.endedWith()).hasValue(0);
  }

  @Test
  void shutdownAllReachesEveryHostAndEndsTheApplicationWithItsCode() {
    TestGuest main = application.main("main");
    TestGuest server = application.server("server");
    TestGuest silent = application.server("silent");
    application.start();
    Id served = server.serve("server.v1.server");
    server.next();
    Id silentlyServed = silent.serve("silent.v1.silent");
    silent.next();

    Id call = main.exitAll(Id.EXIT_SERVICE, 9);

    assertThat(server.next().getExit()).isEqualTo(GuestWire.exitPair(served, 9));
    application.end(server, new Ending.Exited(9));
    main.answer(call, "");
    assertThat(main.next().getExit()).isEqualTo(GuestWire.exitPair(Id.EXIT_SERVICE, 9));
    assertThat(main.poke()).as("a second exit").isEmpty();
    application.end(main, new Ending.Exited(9));
    assertThat(application.endedWith()).as("while one lives").isEmpty();
    assertThat(silent.next().getExit()).isEqualTo(GuestWire.exitPair(silentlyServed, 9));

    application.pass(GRACE);

    assertThat(application.killed()).containsExactly("silent");
    assertThat(application.endedWith()).hasValue(9);
    assertThat(application.kernel.isEmpty()).isTrue();
  }

  @Test
  void theGuestThatShutsDownAllIsEndedTooWhenItDoesNotEnd() {
    application.main("main").exitAll(Id.EXIT_SERVICE, 9);
    application.start();

    application.pass(GRACE);

    assertThat(application.killed()).containsExactly("main");
    assertThat(application.endedWith()).hasValue(9);
  }

  @Test
  void anExitCallIdThatIsInUseIsRefused() {
    TestGuest main = application.main("main");
    Id service = main.register("main");
    Id call = main.exit(service, 1);

    assertThat(main.error(SystemCall.EXIT, main.exiting(service, call, 1).build()))
        .isEqualTo(KernelErr.BadCallId);
  }

  @Test
  void anExitOfAnotherMethodIsRefused() {
    TestGuest main = application.main("main");
    Id service = main.register("main");

    assertThat(
            main.error(
                SystemCall.EXIT,
                main.exiting(service, main.newCall(), 1)
                    .setMethodId(Id.LAUNCH_METHOD.raw())
                    .build()))
        .isEqualTo(KernelErr.BadId);
  }
}
