package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Effect;
import parigot.kernel.Ending;
import parigot.kernel.Id;
import syscall.v1.host.KernelErr;
import syscall.v1.host.ReadOneResponse;

@Timeout(20)
class DeadlockTest {
  private static final String SENTENCE =
      "These services wait for each other and can never launch: ";

  private final TestApplication application = new TestApplication();
  private final Map<String, TestGuest> guests = new LinkedHashMap<>();

  @BeforeEach
  void dontEndGuests() {
    application.obedient = false;
  }

  /** For each guest its name, and what it requires. */
  private void admit(String... names) {
    for (String name : names) {
      guests.put(name, application.server(name));
    }
    application.start();
  }

  private void launch(String name, String... requires) {
    TestGuest guest = guests.get(name);
    Id service = guest.register(name);
    guest.export(service, full(name));
    for (String required : requires) {
      guest.require(service, full(required));
    }
    guest.launch(service);
  }

  private static String full(String name) {
    return name + ".v1." + name;
  }

  private KernelErr launched(String name) {
    ReadOneResponse event = guests.get(name).next();
    assertThat(event.getResolved().hasResult()).isTrue();
    return KernelErr.forNumber(event.getResolved().getResultError());
  }

  @Test
  void aCycleIsRefusedAndPrintedByNamesOnce() {
    admit("b", "a");
    launch("b", "a");
    assertThat(application.reports(Effect.Severity.ERROR)).isEmpty();

    launch("a", "b");

    assertThat(launched("a")).isEqualTo(KernelErr.DependencyCycle);
    assertThat(launched("b")).isEqualTo(KernelErr.DependencyCycle);
    assertThat(application.reports(Effect.Severity.ERROR))
        .containsExactly(SENTENCE + "a.v1.a -> b.v1.b -> a.v1.a.");
    application.end(guests.get("a"), new Ending.Stopped());
    application.end(guests.get("b"), new Ending.Stopped());
    assertThat(application.endedWith()).hasValue(194);
  }

  @Test
  void aServiceThatRequiresItselfIsACycle() {
    admit("a");
    launch("a", "a");

    assertThat(launched("a")).isEqualTo(KernelErr.DependencyCycle);
    assertThat(application.reports(Effect.Severity.ERROR))
        .containsExactly(SENTENCE + "a.v1.a -> a.v1.a.");
  }

  @Test
  void theShortestOfSeveralCyclesIsPrinted() {
    admit("a", "b", "c", "d", "e");
    launch("a", "b");
    launch("b", "c");
    launch("c", "a", "d");
    launch("d", "e");
    launch("e", "d");

    assertThat(application.reports(Effect.Severity.ERROR))
        .containsExactly(SENTENCE + "d.v1.d -> e.v1.e -> d.v1.d.");
    for (String name : guests.keySet()) {
      assertThat(launched(name)).isEqualTo(KernelErr.DependencyCycle);
    }
  }

  @Test
  void whoOnlyWaitsForACycleIsNotInIt() {
    admit("a", "b", "outside");
    launch("outside", "a");
    launch("a", "b");
    launch("b", "a");

    assertThat(launched("a")).isEqualTo(KernelErr.DependencyCycle);
    assertThat(guests.get("outside").poke()).isEmpty();
  }

  @Test
  void aCycleThatSomebodyMayStillResolveIsWaitedFor() {
    admit("a", "b", "late");
    launch("a", "b");
    launch("b", "a");
    assertThat(application.reports(Effect.Severity.ERROR)).isEmpty();

    TestGuest late = guests.get("late");
    Id service = late.register("late");
    late.export(service, full("a"));
    late.launch(service);

    assertThat(launched("b")).isEqualTo(KernelErr.NoError);
    assertThat(launched("a")).isEqualTo(KernelErr.NoError);
    assertThat(application.allLaunched()).isTrue();
  }

  @Test
  void aCycleIsFoundWhenTheLastGuestThatMightHaveHelpedHasEnded() {
    admit("a", "b");
    TestGuest main = application.main("main");
    launch("a", "b");
    launch("b", "a");
    assertThat(application.reports(Effect.Severity.ERROR)).isEmpty();
    TestGuest other = application.main("other");
    Id service = other.register("other");
    other.launch(service);

    application.end(main, new Ending.Exited(0));

    assertThat(launched("a")).isEqualTo(KernelErr.DependencyCycle);
  }

  @Test
  void aCycleWithAnotherExporterThatWaitsForSomethingMissingIsNoCycleYet() {
    admit("a", "b", "other");
    launch("a", "b");
    launch("b", "a");
    TestGuest other = guests.get("other");
    Id service = other.register("other");
    other.export(service, full("a")).require(service, "missing.v1.missing");
    other.launch(service);
    assertThat(application.reports(Effect.Severity.ERROR)).isEmpty();

    application.pass(TestApplication.SETTINGS.launchTimeout());

    assertThat(launched("a")).isEqualTo(KernelErr.RunTimeout);
    assertThat(application.reports(Effect.Severity.ERROR))
        .containsExactly(
            "Not launched within 10 s:"
                + " a waits for b.v1.b (which b exports and does not run),"
                + " b waits for a.v1.a (which a exports and does not run),"
                + " other waits for missing.v1.missing (which nobody exports).");
  }

  @Test
  void atTheTimeoutACycleIsFoundAlthoughSomebodyIsSilent() {
    admit("a", "b", "silent");
    launch("a", "b");
    launch("b", "a");

    application.pass(TestApplication.SETTINGS.launchTimeout());

    assertThat(launched("a")).isEqualTo(KernelErr.DependencyCycle);
    assertThat(application.reports(Effect.Severity.ERROR))
        .containsExactly(
            SENTENCE + "a.v1.a -> b.v1.b -> a.v1.a.",
            "Not launched within 10 s: silent has not asked to launch.");
  }

  @Test
  void aCycleOfTwoServicesInOneGuestIsFound() {
    admit("both");
    TestGuest both = guests.get("both");
    Id first = both.register("first");
    Id second = both.register("second");
    both.export(first, "x.v1.x").require(first, "y.v1.y");
    both.export(second, "y.v1.y").require(second, "x.v1.x");
    both.launch(first);
    assertThat(both.poke()).isEmpty();
    both.launch(second);

    assertThat(launched("both")).isEqualTo(KernelErr.DependencyCycle);
    assertThat(launched("both")).isEqualTo(KernelErr.DependencyCycle);
  }
}
