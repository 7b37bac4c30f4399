package helloworld;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.simulation.Fault.CRASH;
import static parigot.simulation.Fault.HANG;
import static parigot.simulation.Fault.LATE;
import static parigot.simulation.Fault.LOST;
import static parigot.simulation.Fault.PLUGIN_TIMEOUT;

import com.typesafe.config.ConfigFactory;
import java.io.File;
import org.junit.jupiter.api.Test;
import parigot.runtime.settings.ApplicationSettings;
import parigot.simulation.Fault;
import parigot.simulation.Faults;
import parigot.simulation.SimulatedRun;
import parigot.simulation.Simulation;
import parigot.testkit.Simulate;

/** Runs the example in one thread, as WebAssembly and as plain Java. */
class SimulationTest {
  private static Simulation load(String engine) {
    return Simulation.load(
            ApplicationSettings.of(
                ConfigFactory.load(
                    ConfigFactory.parseString("parigot.guest-defaults.engine = " + engine)
                        .withFallback(ConfigFactory.parseFile(new File("application.conf"))))))
        .with(Faults.of(Fault.LATE));
  }

  @Test
  void aSeedMakesTheSameRunOfWebAssemblyAndOfPlainJava() {
    Simulation wasm = load("wasm");
    Simulation java = load("jvm");
    for (long seed = 1; seed <= 3; seed++) {
      SimulatedRun run = wasm.run(seed);
      assertThat(run.problems()).isEmpty();
      assertThat(run.output()).isEqualTo("bonjour world\n");
      assertThat(java.run(seed)).isEqualTo(run);
    }
  }

  /**
   * Nothing of this has to hold but what holds in each application: calls end, and nothing waits.
   */
  @Simulate(
      conf = "application.conf",
      config = "parigot.guest-defaults.engine = jvm",
      seeds = 20,
      faults = {LATE, LOST, CRASH, HANG, PLUGIN_TIMEOUT})
  void callsEndWhateverGoesWrong() {}
}
