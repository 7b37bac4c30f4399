package parigot.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Guests that move between three nodes, in one thread: never two copies of one are handed anything
 * at the same time, whatever befalls the nodes and whoever says where they run. {@code
 * -Dmoves.seeds=10000} runs so many.
 */
@Tag("once")
class MovableGuestsTest {
  private static final long SEEDS = Long.getLong("moves.seeds", 12);
  private static final Duration LASTING = Duration.ofMinutes(2);

  private static final String THREE_NODES =
      """
      parigot {
        nodes {
          a { host = 127.0.0.1, port = 7441 }
          b { host = 127.0.0.1, port = 7442 }
          c { host = 127.0.0.1, port = 7443 }
        }
        placement {
          shop { movable = true, instances = 4 }
          caller { nodes = [a, b, c] }
        }
        link.insecure = true
      }
      """;

  private static final Simulation SHOPS =
      new Scripted().service("shop", "Echo echo").server("caller", calls()).load(THREE_NODES);

  /** It calls one after the other of the four, twice in a second. */
  private static String[] calls() {
    List<String> script = new ArrayList<>();
    script.addAll(List.of("register caller", "require shop.v1 shop", "launch"));
    for (int i = 0; i < 230; i++) {
      script.addAll(List.of("locate shop.v1 shop", "start-call Echo 10", "timer 500000"));
    }
    return script.toArray(String[]::new);
  }

  private static Simulation with(Fault... faults) {
    return SHOPS.with(Faults.of(faults).lasting(LASTING));
  }

  /** Runs all seeds, looks at each, and says how often something happened in all of them. */
  private static Seen runs(Simulation simulation, Consumer<SimulatedRun> look) {
    Seen seen = new Seen();
    for (long seed = 1; seed <= SEEDS; seed++) {
      SimulatedRun run = simulation.run(seed);
      assertThat(run.problems()).as("seed %d", seed).isEmpty();
      look.accept(run);
      run.trace().entries().forEach(seen::add);
    }
    return seen;
  }

  /** What happened in many runs, which are too large to be kept. */
  private static final class Seen {
    private static final List<String> LOOKED_FOR =
        List.of(
            "stands still",
            "is cut off",
            "is to move",
            "is taken for gone",
            "may not run here any more");

    private final Map<String, Long> counts = new TreeMap<>();

    void add(Trace.Entry entry) {
      LOOKED_FOR.stream()
          .filter(entry.what()::contains)
          .forEach(what -> counts.merge(what, 1L, Long::sum));
    }
  }

  private static Set<String> homes(SimulatedRun run) {
    Set<String> homes = new TreeSet<>();
    run.trace().entries().stream()
        .filter(entry -> entry.kind() == Trace.Kind.START && entry.to().contains("/shop."))
        .forEach(entry -> homes.add(entry.to()));
    return homes;
  }

  @Test
  void withoutTroubleTheyAreSpreadAndStay() {
    SimulatedRun run = with().run(List.of());
    assertThat(run.problems()).isEmpty();
    assertThat(homes(run)).hasSize(4).anyMatch(at -> at.startsWith("a/"));
    assertThat(run.trace().entries())
        .filteredOn(entry -> entry.kind() == Trace.Kind.ANSWER)
        .hasSizeGreaterThan(300)
        .allMatch(entry -> entry.error() == 0);
  }

  @Test
  void noGuestRunsOnTwoNodesWhateverBefallsThem() {
    Seen seen =
        runs(
            with(
                Fault.LATE,
                Fault.CRASH,
                Fault.LINK_LOSS,
                Fault.NODE_CRASH,
                Fault.NODE_STANDS,
                Fault.NODE_CUT,
                Fault.MOVE),
            run -> {});
    assertThat(seen.counts).containsOnlyKeys(Seen.LOOKED_FOR);
  }

  /** What befalls nodes is over 40 s before the end, and then nothing fails any more. */
  @Test
  void theyAllRunWhenAllIsWellAgain() {
    Simulation simulation = with(Fault.NODE_STANDS, Fault.NODE_CUT, Fault.MOVE);
    Seen seen = runs(simulation, MovableGuestsTest::assertThatAllRunAtTheEnd);
    assertThat(seen.counts).containsKeys("stands still");
    assertThat(simulation.run(7).trace()).isEqualTo(simulation.run(7).trace());
    // One is to move from a node that stands still and has never heard that it was to run there.
    assertThatAllRunAtTheEnd(simulation.run(475));
    // One begins on a node that hears later that it has ended on another, which is then cut off.
    assertThatAllRunAtTheEnd(simulation.run(7693));
  }

  private static void assertThatAllRunAtTheEnd(SimulatedRun run) {
    List<Trace.Entry> last =
        run.trace().entries().stream()
            .filter(entry -> entry.nanos() > LASTING.minusSeconds(12).toNanos())
            .filter(entry -> entry.nanos() < LASTING.toNanos())
            .toList();
    assertThat(last)
        .filteredOn(entry -> entry.kind() == Trace.Kind.ANSWER)
        .hasSizeGreaterThan(20)
        .allMatch(entry -> entry.error() == 0);
    Set<String> called = new TreeSet<>();
    last.stream()
        .filter(entry -> entry.kind() == Trace.Kind.CALL)
        .forEach(entry -> called.add(entry.to().replaceFirst(".*/", "")));
    assertThat(called).containsExactly("shop.1", "shop.2", "shop.3", "shop.4");
  }
}
