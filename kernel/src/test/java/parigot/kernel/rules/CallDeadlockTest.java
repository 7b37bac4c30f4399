package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.Id;

/** Guests whose calls wait for each other. */
@Timeout(20)
class CallDeadlockTest {
  private static final String ENDING = ". They wait for each other, until their calls time out.";

  private final TestApplication application = new TestApplication();
  private final TestGuest a = application.server("a");
  private final TestGuest b = application.server("b");
  private final TestGuest c = application.server("c");
  private final TestGuest outside = application.main("outside");

  @BeforeEach
  void start() {
    application.start();
    for (TestGuest guest : List.of(a, b, c)) {
      guest.serve("%s.v1.%s".formatted(guest.label, guest.label), "Do");
      guest.next();
    }
  }

  private static TestGuest.Target to(TestGuest from, TestGuest target) {
    return from.find("%s.v1.%s".formatted(target.label, target.label));
  }

  private static Id call(TestGuest from, TestGuest target) {
    return from.dispatch(to(from, target), "");
  }

  /** Takes all its events, and does nothing. */
  private static void idle(TestGuest... guests) {
    for (TestGuest guest : guests) {
      while (guest.poke().isPresent()) {
        // Taken.
      }
    }
  }

  private List<String> deadlocks() {
    return application.reports(Effect.Severity.WARNING).stream()
        .filter(sentence -> sentence.startsWith("Deadlock"))
        .toList();
  }

  @Test
  void twoGuestsThatWaitForEachOtherAreReportedByNameBeforeAnyTimePasses() {
    call(a, b);
    call(b, a);
    assertThat(deadlocks()).isEmpty();

    idle(a, b);

    assertThat(deadlocks()).containsExactly("Deadlock: b -> a.Do, a -> b.Do" + ENDING);
  }

  @Test
  void aCallBackThatIsAnsweredIsNoDeadlock() {
    call(a, b);
    Id first = b.nextCall();
    call(b, a);
    assertThat(b.poke()).isEmpty();
    Id back = a.nextCall();

    a.answer(back, "here");
    idle(a);
    b.next();
    b.answer(first, "there");
    idle(a, b);

    assertThat(deadlocks()).isEmpty();
  }

  @Test
  void aGuestThatStillWorksMayAnswer() {
    call(a, b);
    call(b, a);
    idle(b);
    a.nextCall();

    assertThat(deadlocks()).isEmpty();
    assertThat(a.poke()).isEmpty();
    assertThat(deadlocks()).hasSize(1);
  }

  @Test
  void aRingOfThreeIsReportedAndWhoOnlyWaitsForItIsNot() {
    call(outside, a);
    call(a, b);
    call(b, c);
    idle(a, b, c);
    call(c, a);
    idle(a, b, c, outside);

    assertThat(deadlocks()).containsExactly("Deadlock: c -> a.Do, a -> b.Do, b -> c.Do" + ENDING);
  }

  @Test
  void aGuestThatCallsItselfAndDoesNotAnswerIsOne() {
    call(a, a);
    idle(a);

    assertThat(deadlocks()).containsExactly("Deadlock: a -> a.Do" + ENDING);
  }

  @Test
  void anOpenCallToSomebodyElseMayStillFreeThem() {
    call(a, b);
    call(a, c);
    call(b, a);
    idle(a, b);
    Id toC = c.nextCall();
    idle(c);
    assertThat(deadlocks()).isEmpty();

    c.answer(toC, "done");
    idle(a, b);

    assertThat(deadlocks()).hasSize(1);
  }

  @Test
  void aTimerMayStillFreeThem() {
    Id timer = a.setTimer(Duration.ofMillis(10).toNanos() / 1000);
    call(a, b);
    call(b, a);
    idle(a, b);
    assertThat(deadlocks()).isEmpty();

    application.pass(Duration.ofMillis(10));
    assertThat(Id.of(a.next().getResolved().getCallId())).isEqualTo(timer);
    assertThat(deadlocks()).isEmpty();
    idle(a, b);

    assertThat(deadlocks()).hasSize(1);
  }

  @Test
  void aTimerThatIsCancelledFreesNobody() {
    Id timer = a.setTimer(Duration.ofMillis(10).toNanos() / 1000);
    call(a, b);
    call(b, a);
    idle(a, b);
    a.cancelTimer(timer);
    idle(a, b);

    assertThat(deadlocks()).hasSize(1);
  }

  @Test
  void anEventFromOutsideMayFreeThemAndIfItDoesNotTheyAreReported() {
    call(a, b);
    call(b, a);
    idle(a);
    call(outside, a);
    idle(b);
    assertThat(deadlocks()).isEmpty();

    idle(a);

    assertThat(deadlocks()).hasSize(1);
  }

  @Test
  void aDeadlockIsReportedOnce() {
    call(a, b);
    call(b, a);
    idle(a, b);
    call(outside, a);
    idle(a, b);
    call(outside, b);
    idle(a, b);

    assertThat(deadlocks()).hasSize(1);
  }

  @Test
  void afterTheTimeoutTheSameGuestsMayRunIntoAnother() {
    for (int times = 1; times <= 2; times++) {
      call(a, b);
      call(b, a);
      idle(a, b);
      assertThat(deadlocks()).hasSize(times);
      application.pass(TestApplication.SETTINGS.callTimeout());
      idle(a, b);
      assertThat(application.kernel.calls(application.now())).isEmpty();
    }
  }

  @Test
  void theEndOfAGuestFreesTheOther() {
    call(a, b);
    call(b, a);
    idle(a);
    application.end(b, new Ending.Failed("it trapped."));
    idle(a);

    assertThat(deadlocks()).isEmpty();
  }

  @Test
  void aServiceThatHasNotLaunchedIsPartOfNoDeadlock() {
    TestGuest late = application.main("late");
    Id service = late.register("late.v1.late");
    Id method = late.bind(service, "Do");
    late.export(service, "late.v1.late").require(service, "missing.v1.missing");
    late.launch(service);
    call(late, a);
    a.dispatch(new TestGuest.Target(service, method), "");
    idle(a, late);

    assertThat(deadlocks()).isEmpty();
  }

  @Test
  void theLaunchOfItsLastServiceMayCloseACircle() {
    Id service = a.register("second.v1.second");
    a.require(service, "late.v1.late").launch(service);
    call(a, b);
    call(b, a);
    idle(a, b);
    assertThat(deadlocks()).isEmpty();

    c.serve("late.v1.late");
    idle(a, b, c);

    assertThat(deadlocks()).hasSize(1);
  }

  @Test
  void aGuestWithThousandsOfOpenCallsCostsTheSearchNoMoreThanOneWithFew() {
    call(outside, a);
    call(a, b);
    call(b, c);

    long steps = application.kernel.deadlockSteps();
    int calls = 5000;
    for (int i = 0; i < calls; i++) {
      call(a, b);
    }

    assertThat(application.kernel.deadlockSteps() - steps).isLessThan(4L * calls);
  }

  @Test
  void neitherDoesOneThatCallsItselfThousandsOfTimes() {
    int calls = 5000;
    for (int i = 0; i < calls; i++) {
      call(a, a);
    }
    call(a, c);

    long steps = application.kernel.deadlockSteps();
    for (int i = 0; i < calls; i++) {
      a.answer(a.nextCall(), "");
      assertThat(a.poke()).isPresent();
    }

    assertThat(application.kernel.deadlockSteps() - steps).isLessThan(6L * calls);
  }

  @Test
  void aLongWayToADeadlockIsWalkedOnce() {
    int length = 500;
    TestApplication large = new TestApplication();
    List<TestGuest> guests = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      guests.add(large.server("g" + i));
    }
    large.start();
    guests.forEach(guest -> guest.serve("%s.v1.%s".formatted(guest.label, guest.label), "Do"));
    for (int i = 0; i + 1 < length; i++) {
      call(guests.get(i), guests.get(i + 1));
    }
    call(guests.get(length - 1), guests.get(length - 2));
    idle(guests.toArray(TestGuest[]::new));

    long steps = large.kernel.deadlockSteps();
    call(guests.get(0), guests.get(1));
    call(guests.get(1), guests.get(0));

    assertThat(large.kernel.deadlockSteps() - steps).isLessThan(10L * length);
    assertThat(large.reports(Effect.Severity.WARNING)).anyMatch(line -> line.contains("Deadlock"));
  }
}
