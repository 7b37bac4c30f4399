package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.GuestKind;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.RestartPolicy;
import parigot.kernel.ServiceName;

/**
 * What would take minutes if it were quadratic. The bounds are wide: they tell a square from a line
 * on the slowest machine.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
@Tag("once")
class ScaleTest {
  private static final int GUESTS = 10_000;

  private final TestApplication application = new TestApplication();
  private final List<TestGuest> guests = new ArrayList<>();

  private void admit() {
    for (int i = 0; i < GUESTS; i++) {
      guests.add(application.server("g" + i));
    }
    application.start();
  }

  private void launch(int number, String export, String require) {
    TestGuest guest = guests.get(number);
    Id service = guest.register("g" + number);
    guest.export(service, export).require(service, require);
    guest.launch(service);
  }

  @Test
  void tenThousandGuestsThatWaitForOneLaunchAndStop() {
    admit();
    TestGuest last = guests.get(GUESTS - 1);
    for (int i = 0; i < GUESTS - 1; i++) {
      launch(i, "same.v1.same", "last.v1.last");
    }
    assertThat(application.allLaunched()).isFalse();
    last.serve("last.v1.last");

    assertThat(application.allLaunched()).isTrue();
    application.shutdown(0);
    assertThat(application.stopped()).endsWith("g" + (GUESTS - 1));
    assertThat(application.endedWith()).hasValue(0);
    assertThat(application.kernel.isEmpty()).isTrue();
  }

  @Test
  void aChainOfTenThousandGuestsLaunchesAndStops() {
    admit();
    for (int i = 0; i < GUESTS - 1; i++) {
      launch(i, "n%d.v1.s".formatted(i), "n%d.v1.s".formatted(i + 1));
    }
    guests.get(GUESTS - 1).serve("n%d.v1.s".formatted(GUESTS - 1));

    assertThat(application.allLaunched()).isTrue();
    application.shutdown(0);
    assertThat(application.stopped()).startsWith("g0", "g1", "g2");
    assertThat(application.endedWith()).hasValue(0);
  }

  @Test
  void aRingOfTenThousandGuestsIsFound() {
    admit();
    for (int i = 0; i < GUESTS; i++) {
      launch(i, "n%d.v1.s".formatted(i), "n%d.v1.s".formatted((i + 1) % GUESTS));
    }

    assertThat(application.reports(Effect.Severity.ERROR)).hasSize(1);
    assertThat(application.reports(Effect.Severity.ERROR).get(0).split(" -> ")).hasSize(GUESTS + 1);
    assertThat(application.endedWith()).hasValue(194);
  }

  @Test
  void aRingThroughOneNameOfManyExportersIsFound() {
    admit();
    for (int i = 0; i < GUESTS; i++) {
      launch(i, "same.v1.same", "same.v1.same");
    }

    assertThat(application.reports(Effect.Severity.ERROR)).hasSize(1);
    assertThat(application.endedWith()).hasValue(194);
  }

  /** Services that ask one after the other, each when all that was registered before has asked. */
  private void launchOneByOne(List<Integer> order, IntFunction<String> require) {
    TestGuest guest = application.admit(TestApplication.spec("many", GUESTS));
    application.start();
    for (int i : order) {
      Id service = guest.register("s" + i);
      guest.export(service, "n%d.v1.s".formatted(i)).require(service, require.apply(i));
      guest.launch(service);
    }
  }

  private static List<Integer> shuffled() {
    List<Integer> order = new ArrayList<>(IntStream.range(0, GUESTS).boxed().toList());
    Collections.shuffle(order, new Random(1));
    return order;
  }

  @Test
  void thatManyWaitForWhatNobodyExportsCostsNoSearch() {
    launchOneByOne(shuffled(), i -> "nobody.v1.exports");

    assertThat(application.allLaunched()).isFalse();
    assertThat(application.kernel.launchesLookedAt()).isZero();
  }

  @Test
  void aChainThatGrowsInAnyOrderIsSearchedSeldom() {
    launchOneByOne(shuffled(), i -> "n%d.v1.s".formatted(i + 1));

    assertThat(application.kernel.launchesLookedAt()).isLessThan(40L * GUESTS);
    assertThat(application.reports(Effect.Severity.ERROR)).isEmpty();
  }

  @Test
  void aRingAmongManyThatWaitIsFoundSoonWhateverClosesIt() {
    launchOneByOne(shuffled(), i -> "n%d.v1.s".formatted((i + 1) % GUESTS));
    application.pass(Duration.ofSeconds(1));

    assertThat(application.reports(Effect.Severity.ERROR)).hasSize(1);
    assertThat(application.endedWith()).hasValue(194);
  }

  @Test
  void aGuestWithManyServicesOfOneNameEnds() {
    int services = 3 * GUESTS;
    TestGuest guest = application.admit(TestApplication.spec("many", services));
    application.start();
    for (int i = 0; i < services; i++) {
      guest.serve("same.v1.same");
    }
    application.end(guest, new Ending.Failed("it trapped."));

    assertThat(application.kernel.services()).isEmpty();
    assertThat(application.directory.isRunning(new ServiceName("same.v1", "same"))).isFalse();
  }

  @Test
  void allGuestsAreStartedAgain() {
    RestartPolicy policy =
        new RestartPolicy(
            RestartPolicy.When.ALWAYS, Duration.ZERO, Duration.ZERO, 3, Duration.ofMinutes(1));
    int number = 2 * GUESTS;
    for (int i = 0; i < number; i++) {
      guests.add(
          application.admit(
              new GuestSpec("g" + i, 1, 1, GuestKind.SERVER, 4096, 10, 10, 10, policy)));
    }
    application.start();
    guests.forEach(guest -> guest.serve(guest.label + ".v1.s"));
    assertThat(application.allLaunched()).isTrue();

    guests.forEach(guest -> application.end(guest, new Ending.Failed("it trapped.")));
    application.pass(Duration.ofSeconds(1));
    assertThat(application.startedAgain()).hasSize(number);
    // Each of these also asks for the next deadline, as the kernel's owner does.
    for (TestGuest again : application.startedAgain()) {
      again.serve(again.label + ".v1.s");
      again.useOnly("nobody.v1.exports");
      application.pass(Duration.ZERO);
    }
    assertThat(application.kernel.services()).hasSize(2 * number);
  }

  @Test
  void tenThousandOpenCallsFailTogetherWhenTheirCalleeDies() {
    TestGuest hello = application.main("hello");
    TestGuest busy = application.server("busy");
    application.start();
    busy.serve("busy.v1.busy", "Do");
    TestGuest.Target target = hello.find("busy.v1.busy");
    for (int i = 0; i < GUESTS; i++) {
      hello.dispatch(target, "");
    }

    application.end(busy, new Ending.Failed("it trapped."));

    for (int i = 0; i < GUESTS; i++) {
      assertThat(hello.poke()).isPresent();
    }
    assertThat(hello.poke()).isEmpty();
  }
}
