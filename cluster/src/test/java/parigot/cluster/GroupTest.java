package parigot.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.runtime.settings.MovingSettings;
import parigot.runtime.settings.NodeSettings;

/** One membership of a node in the group of nodes, on Akka Cluster. */
@Tag("once")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GroupTest {
  private static final Duration WHILE = Duration.ofSeconds(1);

  /** Nobody is given up for being out of reach while the test runs. */
  private static final Duration FOR_LONG = Duration.ofHours(1);

  private static NodeSettings.Address address(String node) {
    return new NodeSettings.Address(node, "127.0.0.1", MovingNodes.freePort());
  }

  private static GroupSettings settings(String name, Map<String, NodeSettings.Address> addresses) {
    MovingSettings moving =
        new MovingSettings(
            Map.of("shop", new MovingSettings.Movable(List.of("a", "b"), 1)),
            WHILE,
            WHILE,
            FOR_LONG,
            addresses);
    List<NodeSettings.Address> others =
        addresses.values().stream().filter(other -> !other.node().equals(name)).toList();
    NodeSettings.Link link =
        new NodeSettings.Link(WHILE, WHILE, WHILE, 1, false, false, false, Optional.empty());
    NodeSettings node =
        new NodeSettings(
            "application",
            "",
            name,
            Optional.empty(),
            addresses.get(name),
            others,
            Map.of(),
            1,
            Set.of(),
            link,
            Optional.of(moving));
    return GroupSettings.of(node, moving, WHILE, ConfigFactory.empty());
  }

  private static void await(BooleanSupplier wanted) {
    while (!wanted.getAsBoolean()) {
      assertThat(Thread.interrupted()).as("the test took too long").isFalse();
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void theOthersKnowAtOnceOfANodeThatGivesUp() {
    Map<String, NodeSettings.Address> addresses = Map.of("a", address("a"), "b", address("b"));
    GroupSettings settings = settings("a", addresses);
    ActorSystem<Void> other =
        ActorSystem.create(Behaviors.empty(), GroupSettings.SYSTEM, settings.config());
    try (Group group = new Group(settings("b", addresses))) {
      Cluster cluster = Cluster.get(other);
      cluster.manager().tell(new Join(cluster.selfMember().address()));
      group.join(List.of("a"));
      await(group::isUp);

      group.giveUp();

      await(
          () ->
              StreamSupport.stream(cluster.state().getMembers().spliterator(), false).count() == 1);
      group.whenOver().toCompletableFuture().join();
    } finally {
      other.terminate();
    }
    other.getWhenTerminated().toCompletableFuture().join();
  }
}
