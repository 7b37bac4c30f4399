package parigot.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Runs real modules in the real kernel, in this thread. */
class SimulationTest {
  private static final Faults DELAYS = Faults.of(Fault.LATE);

  private static final Simulation TWO_CLIENTS =
      new Scripted()
          .service("echo", "Echo echo", "Late delay 3000")
          .client("one", "echo", "call Echo 100 3", "print one is done", "exit 0")
          .client("two", "echo", "call Late 100 2", "print two is done", "exit 0")
          .load()
          .with(DELAYS)
          .hashingMemory();

  private static List<String> kinds(SimulatedRun run, Trace.Kind kind) {
    return run.trace().entries().stream()
        .filter(entry -> entry.kind() == kind)
        .map(entry -> entry.from() + " " + entry.to() + " " + entry.what())
        .toList();
  }

  @Test
  void anApplicationRunsToItsEndInOneThread() {
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    SimulatedRun run = TWO_CLIENTS.run(List.of());
    assertThat(run.problems()).isEmpty();
    assertThat(run.exitCode()).contains(0);
    assertThat(run.output()).isEqualTo("one is done\ntwo is done\n");
    assertThat(kinds(run, Trace.Kind.CALL))
        .contains("one echo echo.v1.echo/Echo", "two echo echo.v1.echo/Late")
        .hasSize(5);
    assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
  }

  @Test
  void theSameSeedIsTheSameRunAndOthersAreOthers() {
    for (long seed = 0; seed < 10; seed++) {
      assertThat(TWO_CLIENTS.run(seed)).isEqualTo(TWO_CLIENTS.run(seed));
    }
    assertThat(LongStream.range(0, 20).mapToObj(TWO_CLIENTS::run).map(SimulatedRun::trace))
        .as("different runs")
        .satisfies(traces -> assertThat(new HashSet<>(traces)).hasSizeGreaterThan(10));
  }

  /** What it comes to stands here, so that each JDK has to come to the same. */
  @Test
  void theRunOfASeedIsTheSameOnEachJdk() {
    SimulatedRun run = TWO_CLIENTS.run(7);
    assertThat(run.trace().digest())
        .isEqualTo("9f2e77991dad2592e8b69d67adff40d2bc1b0ed910dc64a3f5f15759685059b0");
    assertThat(run.memories())
        .containsExactly(
            new SimulatedRun.Memory("one", -1150074113),
            new SimulatedRun.Memory("two", 1304650117),
            new SimulatedRun.Memory("echo", -1695751415));
  }

  @Test
  void whatWasChosenMakesTheSameRunAgain() {
    SimulatedRun run = TWO_CLIENTS.run(3);
    assertThat(run.choices()).isNotEmpty();
    assertThat(TWO_CLIENTS.run(run.choices())).isEqualTo(run);
  }

  @Test
  void anHourPassesAtOnce() {
    SimulatedRun run =
        new Scripted()
            .main("sleeper", "register sleeper", "launch", "timer 3600000000", "exit 3")
            .load()
            .with(Faults.NONE.lasting(Duration.ofHours(2)))
            .run(1);
    assertThat(run.problems()).isEmpty();
    assertThat(run.exitCode()).contains(3);
    List<Trace.Entry> entries = run.trace().entries();
    assertThat(entries.get(entries.size() - 1).nanos()).isEqualTo(3_600_000_000_000L);
  }

  @Test
  void serversAreToldToEndWhenNothingHappensAnyMore() {
    SimulatedRun run = new Scripted().service("echo", "Echo echo").load().run(1);
    assertThat(run.problems()).isEmpty();
    assertThat(run.exitCode()).contains(0);
  }

  @Test
  void aMainThatWaitsForEverIsAProblem() {
    SimulatedRun run =
        new Scripted().main("idle", "register idle", "launch", "serve").load().run(1);
    assertThat(run.exitCode()).isEmpty();
    assertThat(run.problems())
        .containsExactly("it goes on no more, and has not ended", "guest idle has not ended");
  }

  @Test
  void aCallWithoutAnAnswerTimesOutInVirtualTime() {
    SimulatedRun run =
        new Scripted("parigot.call-timeout = 2 s")
            .service("deaf", "Hear never")
            .client("caller", "deaf", "expect-call-error Hear 10 1", "exit 0")
            .load()
            .run(1);
    assertThat(run.problems()).isEmpty();
    assertThat(run.output()).contains("call failed");
  }
}
