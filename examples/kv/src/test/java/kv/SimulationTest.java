package kv;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.simulation.Fault.CRASH;
import static parigot.simulation.Fault.HANG;
import static parigot.simulation.Fault.LATE;
import static parigot.simulation.Fault.LINK_LOSS;
import static parigot.simulation.Fault.LOST;
import static parigot.simulation.Fault.NODE_CRASH;
import static parigot.simulation.Fault.PLUGIN_TIMEOUT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import parigot.simulation.Faults;
import parigot.simulation.Finding;
import parigot.simulation.Invariants;
import parigot.simulation.Simulation;
import parigot.testkit.Simulate;

/** Runs the modules in one thread, in every order that a seed comes to. */
class SimulationTest {
  private static final String TWO_COUNTERS = "two-counters.conf";

  private static final Invariants BOTH_COUNT =
      new Invariants().eventually(seen -> assertThat(seen.output()).isEqualTo("run 1\nrun 2\n"));

  @Simulate(
      conf = TWO_COUNTERS,
      seeds = 10,
      faults = {})
  void theyCountToTwoWhileNoMessageIsLate(Invariants invariants) {
    invariants.eventually(seen -> assertThat(seen.output()).isEqualTo("run 1\nrun 2\n"));
  }

  /**
   * Nothing of this has to hold but what holds in each application: calls end, and nothing waits.
   */
  @Simulate(
      conf = TWO_COUNTERS,
      config = "parigot.guest-defaults.engine = jvm",
      seeds = 20,
      faults = {LATE, LOST, CRASH, HANG, PLUGIN_TIMEOUT})
  void callsEndWhateverGoesWrong() {}

  @Simulate(
      conf = "application.conf",
      config = "parigot.plugins.nutsdb.root = null",
      placement = "nodes.conf",
      seeds = 20,
      faults = {LATE, LOST, CRASH, LINK_LOSS, NODE_CRASH})
  void callsEndOnSeveralNodesToo() {}

  /** The update that is lost when a message between the two is late: docs/simulation.md. */
  @Test
  void anUpdateIsLostWhenAMessageIsLate() throws IOException {
    Simulation simulation =
        Simulation.load(Path.of(TWO_COUNTERS)).with(Faults.of(LATE)).with(BOTH_COUNT);
    Finding found = simulation.search(LongStream.rangeClosed(1, 1000)).orElseThrow();
    assertThat(found.shortest().output()).isEqualTo("run 1\nrun 1\n");
    assertThat(found.decisions()).isLessThanOrEqualTo(3);
    assertThat(simulation.run(found.seed())).isEqualTo(found.run());
    assertThat(Files.readString(Path.of("../../docs/simulation.md")))
        .contains(
            "It has %d choices that are not the plain ones. %d runs later %d of them are left"
                .formatted(found.decisionsBefore(), found.tried(), found.decisions()))
        .contains(simulation.diagram(found.shortest()));
    // The same on each JDK.
    assertThat(found.seed()).isEqualTo(2);
    assertThat(found.run().trace().digest())
        .isEqualTo("72db36ca87a98e9e48a7be10346892da934d835a79027be69efc96d8099679ff");
  }
}
