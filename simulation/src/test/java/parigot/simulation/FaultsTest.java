package parigot.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is made to go wrong goes wrong as it does outside, and what follows from it is found. */
class FaultsTest {
  private static final Simulation ONE_CLIENT =
      new Scripted()
          .service("echo", "Echo echo")
          .client(
              "one",
              "echo",
              "start-call Echo 10",
              "start-call Echo 20",
              "await-calls",
              "timer 5000000",
              "exit 0")
          .load();

  /** The second begins a tenth of a second after the first, and should be later in all. */
  private static final Simulation ONE_AFTER_THE_OTHER =
      new Scripted()
          .service("echo", "Echo echo")
          .client("first", "echo", "call Echo 10", "print first", "exit 0")
          .client("second", "echo", "timer 100000", "call Echo 10", "print second", "exit 0")
          .load()
          .with(
              new Invariants()
                  .eventually(
                      seen -> assertThat(seen.output()).as("order").isEqualTo("first\nsecond\n")));

  private static List<SimulatedRun> runs(Simulation simulation) {
    return LongStream.range(0, 60).mapToObj(simulation::run).toList();
  }

  private static boolean has(SimulatedRun run, Trace.Kind kind, String what) {
    return run.trace().entries().stream()
        .anyMatch(entry -> entry.kind() == kind && entry.what().contains(what));
  }

  @Test
  void whoMadeACallThatIsLostHearsSoWhenItsTimeIsOver() {
    List<SimulatedRun> lost =
        runs(ONE_CLIENT.with(Faults.of(Fault.LOST))).stream()
            .filter(run -> has(run, Trace.Kind.FAULT, "echo.v1.echo/Echo of one is lost"))
            .toList();
    assertThat(lost).isNotEmpty().allMatch(run -> run.problems().isEmpty());
    assertThat(lost)
        .allSatisfy(
            run ->
                assertThat(run.trace().entries())
                    .anyMatch(
                        entry ->
                            entry.kind() == Trace.Kind.ANSWER
                                && entry.error() != 0
                                && entry.nanos() >= Duration.ofMillis(2500).toNanos()));
  }

  @Test
  void aServerThatCrashesIsStartedAgain() {
    List<SimulatedRun> crashed =
        runs(ONE_CLIENT.with(Faults.of(Fault.CRASH))).stream()
            .filter(run -> has(run, Trace.Kind.FAULT, "crashes"))
            .toList();
    assertThat(crashed).isNotEmpty().allMatch(run -> run.problems().isEmpty());
    assertThat(crashed)
        .anyMatch(
            run ->
                run.trace().entries().stream()
                        .filter(e -> e.kind() == Trace.Kind.START && e.to().equals("echo"))
                        .count()
                    > 1);
  }

  @Test
  void aServerThatComputesForEverIsEndedAtItsLimitAndStartedAgain() {
    List<SimulatedRun> hung =
        runs(ONE_CLIENT.with(Faults.of(Fault.HANG))).stream()
            .filter(run -> has(run, Trace.Kind.FAULT, "computes for ever"))
            .toList();
    assertThat(hung).isNotEmpty().allMatch(run -> run.problems().isEmpty());
    assertThat(hung)
        .allMatch(run -> has(run, Trace.Kind.END, "longer than its method-limit of 2000 ms"))
        .anyMatch(
            run ->
                run.trace().entries().stream()
                    .anyMatch(e -> e.kind() == Trace.Kind.ANSWER && e.error() != 0));
  }

  @Test
  void anOrderThatIsLeftToChanceIsFoundAndMadePlain() {
    assertThat(ONE_AFTER_THE_OTHER.run(List.of()).problems()).isEmpty();
    assertThat(ONE_AFTER_THE_OTHER.search(LongStream.range(0, 50))).isEmpty();

    Simulation late = ONE_AFTER_THE_OTHER.with(Faults.of(Fault.LATE));
    Finding found = late.search(LongStream.range(0, 1000)).orElseThrow();

    assertThat(found.problems()).singleElement().asString().contains("order");
    assertThat(found.decisions()).isLessThan(found.decisionsBefore()).isPositive();
    assertThat(found.shortest().choices()).allMatch(choice -> choice <= 200);
    assertThat(late.run(found.seed())).isEqualTo(found.run());
    assertThat(late.run(found.shortest().choices())).isEqualTo(found.shortest());
    assertThat(late.diagram(found.shortest()))
        .startsWith("sequenceDiagram\n")
        .contains("first->>echo: ", "echo-->>second: ", "Note over second: ");
  }

  @Test
  void whatMustAlwaysHoldEndsTheRunWhereItDoesNot() {
    SimulatedRun run =
        ONE_AFTER_THE_OTHER
            .with(
                new Invariants()
                    .always(seen -> assertThat(seen.output()).doesNotContain("first"))
                    .eventually(seen -> assertThat(seen.exitCode()).isEqualTo(Optional.of(0))))
            .run(List.of());
    assertThat(run.problems()).singleElement().asString().contains("first");
    assertThat(run.exitCode()).isEmpty();
    assertThat(run.output()).isEqualTo("first\n");
  }
}
