package helloworld;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.File;
import org.junit.jupiter.api.Test;
import parigot.runtime.settings.ApplicationSettings;
import parigot.simulation.Fault;
import parigot.simulation.Faults;
import parigot.simulation.SimulatedRun;
import parigot.simulation.Simulation;

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
}
