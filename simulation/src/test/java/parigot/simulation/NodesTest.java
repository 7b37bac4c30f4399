package parigot.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * An application on two nodes, in one thread: real kernels, and links that lose what is under way.
 */
class NodesTest {
  private static final String TWO_NODES =
      """
      parigot {
        nodes {
          a { host = 127.0.0.1, port = 7441 }
          b { host = 127.0.0.1, port = 7442 }
        }
        placement {
          one { nodes = [a] }
          echo { nodes = [b] }
        }
        link.insecure = true
      }
      """;

  private static final Simulation SPREAD =
      new Scripted()
          .service("echo", "Echo echo")
          .client(
              "one",
              "echo",
              "start-call Echo 10",
              "start-call Echo 20",
              "await-calls",
              "timer 5000000",
              "print done",
              "exit 0")
          .load(TWO_NODES);

  private static List<SimulatedRun> runs(Fault... faults) {
    Simulation simulation = SPREAD.with(Faults.of(faults));
    return LongStream.range(0, 25).mapToObj(simulation::run).toList();
  }

  private static boolean has(SimulatedRun run, Trace.Kind kind, String what) {
    return run.trace().entries().stream()
        .anyMatch(entry -> entry.kind() == kind && entry.what().contains(what));
  }

  @Test
  void callsGoFromNodeToNode() {
    SimulatedRun run = SPREAD.run(List.of());
    assertThat(run.problems()).isEmpty();
    assertThat(run.exitCode()).contains(0);
    assertThat(run.output()).contains("answered with bytes 62", "answered with bytes 72", "done");
    assertThat(SPREAD.with(Faults.of(Fault.LATE)).run(5))
        .isEqualTo(SPREAD.with(Faults.of(Fault.LATE)).run(5));
  }

  @Test
  void whoeverCalledOverALinkThatBreaksHearsSo() {
    List<SimulatedRun> broken =
        runs(Fault.LATE, Fault.LINK_LOSS).stream()
            .filter(run -> has(run, Trace.Kind.FAULT, "breaks"))
            .toList();
    assertThat(broken).isNotEmpty().allSatisfy(run -> assertThat(run.problems()).isEmpty());
    assertThat(broken).anyMatch(run -> run.output().contains("call failed"));
  }

  @Test
  void aNodeThatCrashesComesAgain() {
    List<SimulatedRun> crashed =
        runs(Fault.LATE, Fault.NODE_CRASH).stream()
            .filter(run -> has(run, Trace.Kind.FAULT, "crashes"))
            .toList();
    assertThat(crashed).isNotEmpty().allSatisfy(run -> assertThat(run.problems()).isEmpty());
    assertThat(crashed)
        .anyMatch(
            run ->
                run.output().endsWith("done\n")
                    && run.trace().entries().stream()
                            .filter(e -> e.kind() == Trace.Kind.START && e.to().equals("b/echo"))
                            .count()
                        > 1);
  }

  /** Otherwise it would be alone, and nobody would tell it to end. */
  @Test
  void aNodeThatIsAwayWhenAllEndDoesNotComeAgain() {
    List<String> calls = new ArrayList<>(List.of("register one", "require echo.v1 echo", "launch"));
    for (int i = 0; i < 300; i++) {
      calls.addAll(List.of("locate echo.v1 echo", "start-call Echo 10", "timer 10000"));
    }
    Simulation simulation =
        new Scripted()
            .service("echo", "Echo echo")
            .server("one", calls.toArray(String[]::new))
            .load(TWO_NODES.replace("one { nodes = [a] }", "one { nodes = [a, b] }"))
            .with(
                Faults.of(Fault.LATE, Fault.NODE_CRASH)
                    // A little less than a node is away for that crashes in the first moments.
                    .lasting(Duration.ofMillis(1_995)));
    List<SimulatedRun> crashed =
        LongStream.range(0, 25)
            .mapToObj(simulation::run)
            .filter(run -> has(run, Trace.Kind.FAULT, "crashes"))
            .toList();
    assertThat(crashed).isNotEmpty().allSatisfy(run -> assertThat(run.problems()).isEmpty());
  }
}
