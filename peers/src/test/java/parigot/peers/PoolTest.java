package parigot.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.peers.TestNode.PLAIN;
import static parigot.peers.TestNode.lower;
import static parigot.peers.TestNode.with;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Links with nodes that the placement does not name. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PoolTest {
  private static final Set<String> POOLS = Set.of("pool");

  private static TestNode named(String name, LinkSettings settings, NodeAddress... others) {
    return TestNode.open(
        new Introduction("shop", name, "c0ffee", 1), 0, POOLS, settings, new Events(), others);
  }

  private static TestNode ofPool(
      String pool, String number, LinkSettings settings, NodeAddress... others) {
    Introduction self =
        new Introduction("shop", pool + "-" + number, Optional.of(pool), "c0ffee", 1);
    return TestNode.open(self, 0, POOLS, settings, new Events(), others);
  }

  @Test
  void aNodeOfAPoolDialsWhomThePlacementNamesWhateverItsName() {
    try (TestNode z = named("z", PLAIN);
        TestNode a = named("a", PLAIN, z.reached());
        TestNode one = ofPool("pool", "1", PLAIN, z.reached(), a.reached())) {
      Events.Linked atA =
          a.events.next(Events.Linked.class, event -> event.node().equals("pool-1"));
      assertThat(a.links.views()).extracting(LinkView::node).containsExactly("pool-1", "z");
      one.linked();
      one.linked();

      assertThat(a.send(atA, "to the pool", 1)).isTrue();
      assertThat(one.received()).isEqualTo("to the pool");

      one.leave();
      assertThat(a.events.next(Events.Lost.class).node()).isEqualTo("pool-1");
    }
  }

  @Test
  void nodesOfAPoolLinkWhenTheyAreFoundAndTheLowerNameDials() {
    try (TestNode a = named("a", PLAIN);
        TestNode one = ofPool("pool", "1", PLAIN, a.reached());
        TestNode two = ofPool("pool", "2", PLAIN, a.reached())) {
      assertThat(one.linked().node()).isEqualTo("a");
      assertThat(two.linked().node()).isEqualTo("a");
      List<NodeAddress> found = List.of(one.reached(), two.reached());

      two.links.found("pool", found);
      one.links.found("pool", found);

      assertThat(one.linked().node()).isEqualTo("pool-2");
      assertThat(two.linked().node()).isEqualTo("pool-1");

      two.leave();
      assertThat(one.events.next(Events.Lost.class).node()).isEqualTo("pool-2");
      one.links.found("pool", List.of(one.reached()));
      while (one.links.views().size() > 1) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  @Test
  void aNodeOfAPoolThatThePlacementHasNotIsRefused() {
    try (TestNode a = named("a", PLAIN);
        TestNode stranger = ofPool("puddle", "1", PLAIN, a.reached())) {
      assertThat(stranger.events.next(Events.Refused.class).sentence())
          .isEqualTo("Node a's placement has no node puddle-1.");
    }
  }

  @Test
  void nodesOfAPoolShowTheCertificateOfThePool(@TempDir Path folder) {
    Authority authority = new Authority(folder, "nodes");
    try (TestNode a = named("a", with(authority.files("a")), lower("0"));
        TestNode one = ofPool("pool", "1", with(authority.files("pool")), a.reached());
        TestNode two = ofPool("pool", "2", with(authority.files("pool")), a.reached())) {
      one.linked();
      two.linked();
      List<NodeAddress> found = List.of(one.reached(), two.reached());
      one.links.found("pool", found);
      assertThat(one.linked().node()).isEqualTo("pool-2");
    }
  }
}
