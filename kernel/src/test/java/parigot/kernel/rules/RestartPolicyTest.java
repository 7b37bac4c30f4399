package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.RestartPolicy;
import parigot.kernel.RestartPolicy.When;
import parigot.kernel.guest.SystemCall;
import parigot.v1.host.CallFailure;
import syscall.v1.host.KernelErr;
import syscall.v1.host.ResolvedCall;

/** When guests that have ended are started again, and what others see meanwhile. */
@Timeout(20)
class RestartPolicyTest {
  private static final String NAME = "greeting.v1.greeting";
  private static final Ending TRAP = new Ending.Failed("it trapped.");
  private static final Duration MIN = Duration.ofMillis(100);
  private static final Duration MAX = Duration.ofMillis(400);
  private static final int CEILING = 5;
  private static final Duration WITHIN = Duration.ofSeconds(10);

  private final TestApplication alone = new TestApplication();
  private TestApplication application = new TestApplication();
  private final TestGuest hello = application.main("hello");

  private static GuestSpec spec(String name, When when) {
    RestartPolicy policy = new RestartPolicy(when, MIN, MAX, CEILING, WITHIN);
    return new GuestSpec(
        name, 1, 1, GuestKind.SERVER, 4096, 100, 100, GuestSpec.DEFAULT_SERVICES, policy);
  }

  private TestGuest server(When when) {
    TestGuest guest = application.admit(spec("greeting", when));
    application.start();
    guest.serve(NAME, "FetchGreeting");
    assertThat(guest.next().getResolved().getResultError()).isZero();
    return guest;
  }

  /** Waits until there were so many restarts; gives how long that took. */
  private Duration untilAgain(int times) {
    long before = application.now();
    while (application.startedAgain().size() < times) {
      application.pass(Duration.ofMillis(1));
      assertThat(application.now() - before).isLessThan(Duration.ofSeconds(5).toNanos());
    }
    return Duration.ofNanos(application.now() - before);
  }

  private TestGuest latest() {
    return application.startedAgain().get(application.startedAgain().size() - 1);
  }

  @Test
  void eachRestartInARowWaitsTwiceAsLongAsTheOneBeforeUpToTheLongest() {
    TestGuest guest = server(When.ON_FAILURE);
    List<Duration> waits = new ArrayList<>();

    for (int i = 1; i <= CEILING; i++) {
      application.end(guest, TRAP);
      waits.add(untilAgain(i));
      guest = latest();
      guest.serve(NAME, "FetchGreeting");
    }

    assertThat(waits.get(0)).isBetween(MIN, MIN.multipliedBy(6).dividedBy(5).plusMillis(1));
    assertThat(waits.get(1)).isBetween(MIN.multipliedBy(2), MIN.multipliedBy(3));
    assertThat(waits.subList(2, CEILING))
        .allSatisfy(
            wait -> assertThat(wait).isBetween(MAX, MAX.multipliedBy(6).dividedBy(5).plusMillis(1)))
        .doesNotHaveDuplicates();
  }

  @Test
  void afterTheCeilingTheGuestStaysEndedAndTheApplicationSaysSoOnceAndGoesOn() {
    TestGuest guest = server(When.ON_FAILURE);

    for (int i = 1; i <= CEILING; i++) {
      application.end(guest, TRAP);
      untilAgain(i);
      guest = latest();
    }
    application.end(guest, TRAP).pass(Duration.ofHours(1));

    assertThat(application.startedAgain()).hasSize(CEILING);
    assertThat(application.reports(Effect.Severity.ERROR))
        .containsExactly(
            "greeting was started again 5 times and never ran for 10 s: it stays ended.");
    assertThat(application.endedWith()).isEmpty();
    assertThat(hello.error(SystemCall.LOCATE, hello.locating(NAME, Id.EMPTY).build()))
        .isEqualTo(KernelErr.NotFound);
  }

  @Test
  void aGuestThatHasLivedLongEnoughBeginsAnew() {
    TestGuest guest = server(When.ON_FAILURE);
    for (int i = 1; i <= 3 * CEILING; i++) {
      application.end(guest, TRAP);
      assertThat(untilAgain(i)).isLessThan(MIN.multipliedBy(2));
      guest = latest();
      guest.serve(NAME, "FetchGreeting");
      application.pass(WITHIN);
    }
    assertThat(application.reports(Effect.Severity.ERROR)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NEVER, 1, false",
    "ON_FAILURE, 0, false",
    "ON_FAILURE, 1, true",
    "ALWAYS, 0, true",
  })
  void thePolicySaysAfterWhichExitsAGuestIsStartedAgain(When when, int code, boolean again) {
    TestGuest guest = server(when);
    guest.exit(Id.EXIT_SERVICE, code);
    application.end(guest, new Ending.Exited(code)).pass(Duration.ofSeconds(1));

    assertThat(application.startedAgain()).hasSize(again ? 1 : 0);
  }

  @Test
  void whatAGuestLaunchesLaterIsRefusedAfterTheTimeoutInEveryLife() {
    TestGuest guest = server(When.ON_FAILURE);
    hello.launch(hello.register("hello"));
    for (int life = 1; life <= 2; life++) {
      application.pass(TestApplication.SETTINGS.launchTimeout().plusSeconds(1));
      Id late = guest.register("late");
      Id call = guest.require(late, "missing.v1.missing").launch(late);
      application.pass(TestApplication.SETTINGS.launchTimeout().minusNanos(1));
      assertThat(guest.poke()).as("life %d", life).isEmpty();

      application.pass(Duration.ofNanos(1));

      ResolvedCall refused = guest.next().getResolved();
      assertThat(Id.of(refused.getCallId())).isEqualTo(call);
      assertThat(refused.getResultError()).isEqualTo(KernelErr.RunTimeout.getNumber());
      assertThat(application.killed()).isEmpty();
      assertThat(application.endedWith()).isEmpty();
      application.end(guest, TRAP);
      untilAgain(life);
      guest = latest();
      guest.serve(NAME, "FetchGreeting");
      guest.next();
    }
    assertThat(application.reports(Effect.Severity.WARNING))
        .filteredOn(sentence -> sentence.startsWith("Not launched"))
        .hasSize(2)
        .containsOnly(
            "Not launched within 10 s: greeting waits for missing.v1.missing (which nobody"
                + " exports).");
  }

  /** A classic server whose method panics recovers, and its main returns. */
  @ParameterizedTest
  @CsvSource({"NEVER, 0, false", "ON_FAILURE, 0, true", "ON_FAILURE, 3, true", "ALWAYS, 0, true"})
  void aServerThatExitsWithoutHavingAskedToHasFailed(When when, int code, boolean again) {
    application.end(server(when), new Ending.Exited(code)).pass(Duration.ofSeconds(1));

    assertThat(application.startedAgain()).hasSize(again ? 1 : 0);
    assertThat(application.reports(Effect.Severity.WARNING))
        .containsExactly(
            code == 0
                ? "greeting exited with code 0, and had not asked to: it failed."
                : "greeting exited with code %d.".formatted(code));
  }

  @Test
  void theCodeThatAServerAskedForIsNamedWhenItIsStoppedAtTheGrace() {
    TestGuest guest = server(When.ON_FAILURE);
    Id call = guest.exit(Id.EXIT_SERVICE, 7);
    guest.answer(call, "");
    guest.next();

    application.pass(TestApplication.SETTINGS.exitGrace()).pass(Duration.ofSeconds(1));

    assertThat(application.reports(Effect.Severity.WARNING))
        .containsExactly(
            "greeting asked to exit with code 7, did not end within 1 s and was stopped.");
    assertThat(application.startedAgain()).hasSize(1);
  }

  @Test
  void aMainIsNotStartedAgain() {
    RestartPolicy always = new RestartPolicy(When.ALWAYS, MIN, MAX, CEILING, WITHIN);
    TestGuest main =
        application.admit(
            new GuestSpec(
                "m", 1, 1, GuestKind.MAIN, 4096, 9, 9, GuestSpec.DEFAULT_SERVICES, always));
    application.start();

    application.end(main, TRAP).pass(Duration.ofSeconds(1));

    assertThat(application.startedAgain()).isEmpty();
  }

  @Test
  void aServerThatFailsBeforeItHasEverLaunchedEndsTheApplication() {
    TestGuest guest = application.admit(spec("greeting", When.ALWAYS));
    application.start();

    application.end(guest, TRAP).end(hello, new Ending.Stopped());

    assertThat(application.endedWith()).hasValue(194);
    assertThat(application.startedAgain()).isEmpty();
  }

  @Test
  void aCallToAGuestThatIsAwayFailsAtOnceAndSaysWhy() {
    TestGuest guest = server(When.ON_FAILURE);
    TestGuest.Target target = hello.find(NAME);
    application.end(guest, TRAP);
    assertThat(hello.error(SystemCall.LOCATE, hello.locating(NAME, Id.EMPTY).build()))
        .isEqualTo(KernelErr.NotFound);

    Id call = hello.dispatch(target, "anybody there?");

    ResolvedCall resolved = hello.next().getResolved();
    assertThat(Id.of(resolved.getCallId())).isEqualTo(call);
    assertThat(resolved.getResultError()).isEqualTo(1);
    CallFailure failure = resolved.getFailure();
    assertThat(failure.getReason()).isEqualTo(KernelErr.NetworkConnectionLost);
    assertThat(failure.getMayHaveRun()).isFalse();
    assertThat(failure.getDetail()).isEqualTo("greeting has ended and will be started again.");
  }

  @Test
  void aClientReachesTheGuestAgainByWhatItLocatedAndByLocatingAnew() {
    TestGuest guest = server(When.ON_FAILURE);
    TestGuest.Target target = hello.find(NAME);
    application.end(guest, TRAP);
    untilAgain(1);
    TestGuest again = latest();
    again.serve(NAME, "FetchGreeting");
    again.next();

    hello.dispatch(target, "still there?");
    again.answer(again.nextCall(), "yes");

    assertThat(hello.next().getResolved().getResult()).isEqualTo(TestGuest.any("yes"));
    assertThat(hello.find(NAME)).isEqualTo(target);
    assertThat(again.host).isNotEqualTo(guest.host);
  }

  @Test
  void aServiceThatTheGuestDoesNotRegisterAgainIsAwayUntilTheEnd() {
    TestGuest guest = server(When.ON_FAILURE);
    TestGuest.Target target = hello.find(NAME);
    application.end(guest, TRAP);
    untilAgain(1);
    latest().serve("other.v1.other", "Other");

    hello.dispatch(target, "");

    assertThat(hello.next().getResolved().getResultError()).isEqualTo(1);
    application.shutdown(0);
    assertThat(application.kernel.isEmpty()).isTrue();
  }

  @Test
  void aDependantLaunchesWhenItsProviderIsBack() {
    TestGuest guest = server(When.ON_FAILURE);
    application.end(guest, TRAP);
    Id service = hello.register("hello");
    hello.require(service, NAME).launch(service);
    assertThat(hello.poke()).isEmpty();

    untilAgain(1);
    latest().serve(NAME, "FetchGreeting");

    assertThat(hello.next().getResolved().getResultError()).isZero();
  }

  @Test
  void aGuestThatDoesNotLaunchAgainInTimeFailsAndTheOthersGoOn() {
    TestGuest guest = server(When.ON_FAILURE);
    hello.launch(hello.register("hello"));
    assertThat(application.allLaunched()).isTrue();
    application.end(guest, TRAP);
    untilAgain(1);
    Id service = latest().register(NAME);
    latest().require(service, "missing.v1.missing").launch(service);

    application.pass(TestApplication.SETTINGS.launchTimeout());
    untilAgain(2);

    assertThat(application.reports(Effect.Severity.WARNING))
        .containsExactly(
            "greeting failed: it trapped.",
            "greeting failed: it did not launch within 10 s:"
                + " it waits for missing.v1.missing (which nobody exports).");
    application.pass(TestApplication.SETTINGS.launchTimeout());
    assertThat(application.reports(Effect.Severity.WARNING))
        .contains("greeting failed: it did not launch within 10 s: it has not asked to.");
    assertThat(application.endedWith()).isEmpty();
  }

  @Test
  void whatARunningGuestLaunchesLaterAndCannotRunIsItsOwnFailure() {
    TestGuest guest = server(When.ON_FAILURE);
    hello.launch(hello.register("hello"));
    hello.next();
    Id missing = guest.register("late");
    guest.require(missing, "missing.v1.missing").launch(missing);
    Id itself = guest.register("itself");
    guest.export(itself, "itself.v1.itself").require(itself, "itself.v1.itself");

    guest.launch(itself);
    assertThat(guest.next().getResolved().getResultError())
        .isEqualTo(KernelErr.DependencyCycle_VALUE);
    application.pass(TestApplication.SETTINGS.launchTimeout());

    assertThat(guest.next().getResolved().getResultError()).isEqualTo(KernelErr.RunTimeout_VALUE);
    assertThat(application.reports(Effect.Severity.ERROR)).isEmpty();
    assertThat(application.reports(Effect.Severity.WARNING)).hasSize(2);
    assertThat(application.endedWith()).isEmpty();
  }

  @Test
  void anApplicationWhoseOnlyGuestIsAwayIsNotOver() {
    application = alone;
    TestGuest guest = server(When.ON_FAILURE);
    application.end(guest, TRAP);
    assertThat(application.endedWith()).isEmpty();

    application.shutdown(3).pass(Duration.ofSeconds(10));

    assertThat(application.endedWith()).hasValue(3);
    assertThat(application.startedAgain()).isEmpty();
    assertThat(application.kernel.isEmpty()).isTrue();
    assertThat(application.kernel.nextDeadline()).isEmpty();
  }

  @Test
  void anApplicationWhoseLastGuestStaysEndedIsOver() {
    application = alone;
    TestGuest guest = server(When.ON_FAILURE);
    for (int i = 1; i <= CEILING; i++) {
      application.end(guest, TRAP);
      untilAgain(i);
      guest = latest();
    }

    application.end(guest, TRAP);

    assertThat(application.endedWith()).hasValue(195);
  }
}
