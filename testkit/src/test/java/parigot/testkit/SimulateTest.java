package parigot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static parigot.simulation.Fault.LATE;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import parigot.simulation.Invariants;

/** A test of a simulated application passes when all seeds do, and else tells what it found. */
class SimulateTest {
  private static final String CONF = WithApplicationTest.CONF;

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

  @Test
  void aRunThatFailsIsToldWithItsSeedAndDrawn() {
    List<String> failures =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(WithDelays.class))
            .execute()
            .testEvents()
            .failed()
            .stream()
            .map(SimulateTest::message)
            .toList();
    assertThat(failures)
        .singleElement()
        .asString()
        .containsPattern("(?s)^seed \\d+: .*second")
        .containsPattern(
            "mvn test -Dtest='parigot.testkit.SimulateTest\\$WithDelays#fails' -Dparigot.seed=\\d+")
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
