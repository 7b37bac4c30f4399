package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/**
 * Of applications over several nodes: each call ends once; one that is told never to have run never
 * ran; none runs after it has timed out; nothing launches before what it requires; ids outlive
 * processes; and after healing all nodes see the same. {@code -Dnodes.rounds=170} tries some
 * 10,000.
 */
@Tag("once")
class RandomNodesTest {
  private static final int STEPS = 600;
  private static final int ROUNDS = Integer.getInteger("nodes.rounds", 1);

  @Property(tries = 60)
  void randomApplicationsOverNodesKeepThePromises(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int nodes) {
    for (int round = 0; round < ROUNDS; round++) {
      new RandomNodes(seed + round, nodes, 2).heal().run(STEPS).heal().check();
    }
  }

  /** Nodes that were not always together remembered different ids of a third one. */
  @Property(tries = 1)
  void applicationsThatOnceBrokeThemKeepThem() {
    for (long seed : new long[] {-25683430747031467L, -2318732413763564948L}) {
      new RandomNodes(seed, seed == -25683430747031467L ? 4 : 5, 2)
          .heal()
          .run(STEPS)
          .heal()
          .check();
    }
  }

  @Property(tries = 1)
  void theApplicationsThatAreTriedDoWhatTheTestIsAbout() {
    RandomNodes nodes = new RandomNodes(7, 3, 3).heal().run(10 * STEPS).heal();
    nodes.check();
    assertThat(nodes.answered).isGreaterThan(100);
    assertThat(nodes.failed).isGreaterThan(100);
    assertThat(nodes.cuts).isGreaterThan(10);
    assertThat(nodes.crashes).isGreaterThan(5);
  }
}
