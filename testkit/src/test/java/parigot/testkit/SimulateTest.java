package parigot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static parigot.simulation.Fault.LATE;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import parigot.simulation.Invariants;

/** A test of a simulated application passes when all seeds do, and else tells what it found. */
class SimulateTest {
  private static final String CONF = WithApplicationTest.CONF;
  private static final Pattern SEED = Pattern.compile("^seed (\\d+):");

  /** The second client begins a tenth of a second after the first. */
  private static final String CLIENTS =
      """
      parigot.guests {
        first {
          kind = main
          wasm = reactor.wasm
          args = ["register first", "require greeting.v1 greeting", "launch", "locate greeting.v1 greeting",
            "call Echo 10", "print first", "exit 0"]
        }
        second {
          kind = main
          wasm = reactor.wasm
          args = ["register second", "require greeting.v1 greeting", "launch", "locate greeting.v1 greeting",
            "timer 100000", "call Echo 10", "print second", "exit 0"]
        }
      }
      """;

  @Simulate(
      conf = CONF,
      config = CLIENTS,
      seeds = 20,
      faults = {})
  void theSecondIsSecondWhateverComesFirstOfWhatHappensAtOnce(Invariants invariants) {
    invariants.eventually(seen -> assertThat(seen.output()).isEqualTo("first\nsecond\n"));
  }

  private static List<String> failures(Map<String, String> properties) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(WithDelays.class))
        .configurationParameters(properties)
        .enableImplicitConfigurationParameters(true)
        .execute()
        .testEvents()
        .failed()
        .stream()
        .map(SimulateTest::message)
        .toList();
  }

  @Test
  void aSeedRunsAgainAndAnotherNumberOfThemRuns() {
    Matcher first = SEED.matcher(failures(Map.of()).get(0));
    assertThat(first.find()).isTrue();
    long seed = Long.parseLong(first.group(1));

    // A property of the JVM, as Maven hands it on: it must be no setting of the application.
    System.setProperty("simulate.seed", String.valueOf(seed));
    try {
      assertThat(failures(Map.of())).singleElement().asString().startsWith("seed " + seed + ":");
    } finally {
      System.clearProperty("simulate.seed");
    }
    assertThat(failures(Map.of("simulate.seeds", String.valueOf(seed)))).hasSize(1);
    assertThat(failures(Map.of("simulate.seeds", String.valueOf(seed - 1)))).isEmpty();
  }

  @Test
  void aRunThatFailsIsToldWithItsSeedAndDrawn() {
    assertThat(failures(Map.of()))
        .singleElement()
        .asString()
        .containsPattern("(?s)^seed \\d+: .*second")
        .containsPattern(
            "mvn test -Dtest='parigot.testkit.SimulateTest\\$WithDelays#fails' -Dsimulate.seed=\\d+")
        .contains("sequenceDiagram", "first->>greeting: ");
  }

  private static String message(Event event) {
    return event
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .orElseThrow()
        .getMessage();
  }

  /** Fails, on purpose. */
  static class WithDelays {
    @Simulate(conf = CONF, config = CLIENTS, faults = LATE)
    void fails(Invariants invariants) {
      invariants.eventually(seen -> assertThat(seen.output()).isEqualTo("first\nsecond\n"));
    }
  }
}
