package parigot.cluster;

import akka.Done;
import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.MemberStatus;
import akka.cluster.sharding.typed.ShardedDaemonProcessSettings;
import akka.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Join;
import akka.cluster.typed.JoinSeedNodes;
import akka.cluster.typed.Leave;
import akka.discovery.Discovery;
import akka.discovery.ServiceDiscovery;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import parigot.actors.Moves;

/**
 * One membership of this node in a group of nodes that decides where movable guests run: an actor
 * system of its own, which is made for it and ends with it.
 */
final class Group implements AutoCloseable {
  private final GroupSettings settings;
  private final ActorSystem<Void> system;
  private final Cluster cluster;

  Group(GroupSettings settings) {
    this.settings = settings;
    system = ActorSystem.create(Behaviors.empty(), GroupSettings.SYSTEM, settings.config());
    cluster = Cluster.get(system);
  }

  /** Makes a group of this node alone. */
  void found() {
    cluster.manager().tell(new Join(cluster.selfMember().address()));
  }

  /** Asks these nodes to be let into their group. */
  void join(List<String> nodes) {
    List<Address> members =
        nodes.stream().map(settings::address).map(AddressFromURIString::parse).toList();
    cluster.manager().tell(new JoinSeedNodes(members));
  }

  /** Asks who is there, as the pool of this node is to be asked. */
  ServiceDiscovery discovery(String method) {
    return Discovery.get(system).loadServiceDiscovery(method);
  }

  /** Whether this node is in it, alone or with others. */
  boolean isIn() {
    MemberStatus status = cluster.selfMember().status();
    return status == MemberStatus.joining()
        || status == MemberStatus.weaklyUp()
        || status == MemberStatus.up();
  }

  /** Whether it has most of the nodes, and decides. */
  boolean isUp() {
    return cluster.selfMember().status() == MemberStatus.up();
  }

  /** From now on guests come here that are to, and go. */
  void run(Moves moves) {
    settings
        .moving()
        .guests()
        .forEach(
            (guest, its) -> {
              if (its.nodes().contains(settings.node().placedAs())) {
                ShardedDaemonProcess.get(system)
                    .init(
                        MovableProcess.Command.class,
                        "parigot-" + guest,
                        its.instances(),
                        index -> MovableProcess.of(moves, guest, index + 1),
                        ShardedDaemonProcessSettings.create(system)
                            .withRole(GroupSettings.role(guest)),
                        Optional.of(MovableProcess.Command.HAND_OVER));
              }
            });
  }

  /** Hands over what runs here, and ends. */
  CompletionStage<Done> leave() {
    cluster.manager().tell(new Leave(cluster.selfMember().address()));
    return system.getWhenTerminated();
  }

  /**
   * Leaves without handing over anything, and ends. The others are told, as far as they can be, and
   * need not find out that nobody is here any more.
   */
  void giveUp() {
    cluster.manager().tell(new Down(cluster.selfMember().address()));
  }

  boolean isOver() {
    return system.getWhenTerminated().toCompletableFuture().isDone();
  }

  CompletionStage<Done> whenOver() {
    return system.getWhenTerminated();
  }

  /** Ends at once; what ran here runs elsewhere when the others have noticed. */
  @Override
  public void close() {
    system.terminate();
  }
}
