package parigot.bench;

import com.typesafe.config.ConfigFactory;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import parigot.runtime.settings.ApplicationSettings;
import parigot.simulation.Fault;
import parigot.simulation.Faults;
import parigot.simulation.Simulation;

/**
 * A run of an application of three small guests in Java, from nothing to its end, with messages
 * that are late: the time that its thread has a processor.
 */
record SimulationSpeed(String name, String about) implements Measured {
  private static final int WARM_UP = 8_000;
  private static final int RUNS = 2_000;
  private static final String JAVA = "as plain Java";
  private static final String WASM = "as WebAssembly";

  private static final String GUESTS =
      """
      parigot {
        guest-defaults.engine = %s
        search-path = ["%s"]
        guests {
          greeting { wasm = greeting.wasm }
          hello { wasm = hello.wasm, kind = main }
          again { wasm = hello.wasm, kind = main }
        }
      }
      """;

  @Override
  public List<Line> measure(Effort effort) {
    Path modules = Checkout.greeting().toAbsolutePath().getParent();
    Map<String, Simulation> simulations =
        Map.of(JAVA, simulation("jvm", modules), WASM, simulation("wasm", modules));
    simulations.values().forEach(each -> run(each, effort.isQuick() ? 100 : WARM_UP));
    Comparison<String> comparison =
        Comparison.measure(
            effort.rounds(),
            List.of(JAVA, WASM),
            subject -> run(simulations.get(subject), effort.isQuick() ? 100 : RUNS));
    return List.of(
        comparison.line(JAVA, JAVA, Unit.NANOS), comparison.line(WASM, WASM, Unit.NANOS));
  }

  private static Simulation simulation(String engine, Path modules) {
    return Simulation.load(
            ApplicationSettings.of(
                ConfigFactory.load(ConfigFactory.parseString(GUESTS.formatted(engine, modules)))))
        .with(Faults.of(Fault.LATE));
  }

  /** The nanoseconds of a run. */
  private static double run(Simulation simulation, int runs) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    for (int seed = 0; seed < runs; seed++) {
      if (simulation.run(seed).failed()) {
        throw new IllegalStateException("seed " + seed + " fails");
      }
    }
    return (threads.getCurrentThreadCpuTime() - began) / (double) runs;
  }
}
