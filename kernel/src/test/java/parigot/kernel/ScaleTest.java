package parigot.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What would take minutes if it were quadratic. The bounds are wide: they tell a square from a line
 * on the slowest machine.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
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
