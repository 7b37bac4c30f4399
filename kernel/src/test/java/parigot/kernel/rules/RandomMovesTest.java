package parigot.kernel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/**
 * Of movable guests: none runs on two nodes at once, whoever says that it is to, and when all is
 * well again each runs where it is to. {@code -Dmoves.rounds=1250} tries 10,000.
 */
@Tag("once")
class RandomMovesTest {
  private static final int STEPS = 150;
  private static final int ROUNDS = Integer.getInteger("moves.rounds", 1);

  @Property(tries = 8)
  void noGuestRunsOnTwoNodesAtOnce(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 5) int nodes,
      @ForAll @IntRange(max = 2) int inPool) {
    for (int round = 0; round < ROUNDS; round++) {
      new RandomMoves(seed + round, nodes, inPool).begin().run(STEPS).healAndCheck();
    }
  }

  /** A node came back while one of a pool had yet to say what it knows. */
  @Property(tries = 1)
  void aNodeThatComesBackIsNoneOfTheFirst() {
    for (int seed = 0; seed < 500 * ROUNDS; seed++) {
      new RandomMoves(285_536 + seed, 3, 2).begin().run(STEPS).healAndCheck();
    }
  }

  /** A life that lost its leave has an actor for a while, and the end waits for that too. */
  @Property(tries = 8)
  void aNodeEndsAfterAllItsGuests(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 5) int nodes,
      @ForAll @IntRange(max = 2) int inPool) {
    for (int round = 0; round < 20 * ROUNDS; round++) {
      new RandomMoves(seed + round, nodes, inPool).begin().run(STEPS / 5).endAndCheck();
    }
  }

  @Property(tries = 1)
  void whatIsTriedIsWhatTheTestIsAbout() {
    RandomMoves moves = new RandomMoves(7, 3, 0).begin().run(5 * STEPS);
    moves.healAndCheck();
    assertThat(moves.placed).isGreaterThan(10);
    assertThat(moves.fenced).isGreaterThan(3);
    assertThat(moves.handedOver).isGreaterThan(3);
  }
}
