package parigot.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Guests that block for their events are simulated too: one thread runs at a time. */
class LoopGuestsTest {
  private static Simulation load(Scripted application) {
    return application
        .service("echo", "Echo echo", "Late delay 3000", "Never never")
        .client("one", "echo", "calls Echo 100 3", "print one is done", "exit 0")
        .client(
            "two",
            "echo",
            "call Late 100 2",
            "expect-call-error Never 5 1",
            "print two is done",
            "exit 0")
        .load()
        .with(Faults.of(Fault.LATE, Fault.CRASH, Fault.LOST));
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  @Test
  void aSeedMakesTheSameRunOfThemAgainAndAgain() throws Exception {
    Simulation simulation = load(new Scripted().as("loop")).hashingMemory();
    Set<Thread> before = threads();
    for (long seed = 0; seed < 20; seed++) {
      SimulatedRun run = simulation.run(seed);
      assertThat(run.problems()).as("seed " + seed).isEmpty();
      assertThat(simulation.run(seed)).isEqualTo(run);
    }
    for (Thread thread : threads()) {
      if (!before.contains(thread)) {
        thread.join(Duration.ofSeconds(10).toMillis());
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  @Test
  void theyDoWhatReactorsDo() {
    SimulatedRun loops = load(new Scripted().as("loop")).run(List.of());
    SimulatedRun reactors = load(new Scripted()).run(List.of());
    assertThat(loops.problems()).isEmpty();
    assertThat(loops.output()).isEqualTo(reactors.output()).contains("two is done");
    assertThat(loops.exitCode()).isEqualTo(reactors.exitCode()).contains(0);
  }

  /** As they were made for the first parigot. */
  @Test
  void guestsInGoAreSimulatedToo() {
    Simulation simulation =
        new Scripted()
            .as("classic")
            .main("caller", "client", "locates as itself")
            .server("classic", "service")
            .load()
            .with(Faults.of(Fault.LATE))
            .hashingMemory();
    SimulatedRun run = simulation.run(6);
    assertThat(run.problems()).isEmpty();
    assertThat(run.exitCode()).contains(3);
    assertThat(run.output()).startsWith("started as caller\n");
    assertThat(simulation.run(6)).isEqualTo(run);
  }

  @Test
  void aTimeOutOfReadOnePassesInVirtualTime() {
    SimulatedRun run =
        new Scripted()
            .as("loop")
            .main("reader", "register reader", "launch", "expect-timeout 1500", "exit 4")
            .load()
            .run(List.of());
    assertThat(run.problems()).isEmpty();
    assertThat(run.exitCode()).contains(4);
    List<Trace.Entry> entries = run.trace().entries();
    assertThat(entries.get(entries.size() - 1).nanos()).isEqualTo(1_500_000_000L);
  }
}
