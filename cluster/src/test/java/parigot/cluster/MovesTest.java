package parigot.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Movable guests on nodes that come and go. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class MovesTest {

  @Test
  void guestsSpreadOverTheNodesAndMoveWhenOneIsStopped() {
    try (MovingNodes nodes = new MovingNodes("", "a", "b", "c").startAll()) {
      nodes.awaitSpread("a", "b", "c");
      assertThat(nodes.ask("a", "one")).isEqualTo("one");
      assertThat(nodes.states("a")).containsOnly("launched", "elsewhere");

      nodes.stop("c");
      nodes.awaitSpread("a", "b");

      // The caller has located what it calls before that moved.
      for (int i = 0; i < 8; i++) {
        assertThat(nodes.ask("a", "two")).isEqualTo("two");
        assertThat(nodes.ask("b", "two")).isEqualTo("two");
      }

      nodes.start("c");
      nodes.awaitSpread("a", "b", "c");
      assertThat(nodes.ask("c", "three")).isEqualTo("three");
    }
  }
}
