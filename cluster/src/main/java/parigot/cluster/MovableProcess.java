package parigot.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.CompletionStage;
import parigot.actors.Moves;

/**
 * One instance of a movable guest as the group of nodes knows it: while it is on this node the
 * guest is to run here. It hands the guest over before it stops.
 */
final class MovableProcess {
  private MovableProcess() {}

  /** What it understands. */
  enum Command {
    /** The guest is to run elsewhere. */
    HAND_OVER,
    /** The guest has ended here. */
    GONE
  }

  static Behavior<Command> of(Moves moves, String guest, int instance) {
    return Behaviors.setup(
        context -> {
          moves.arrive(guest, instance);
          ActorRef<Command> self = context.getSelf();
          return Behaviors.receive(Command.class)
              .onMessageEquals(
                  Command.HAND_OVER,
                  () -> {
                    CompletionStage<?> unusedEnd =
                        moves
                            .depart(guest, instance)
                            .whenComplete((gone, failure) -> self.tell(Command.GONE));
                    return handingOver();
                  })
              .onSignal(
                  PostStop.class,
                  stopped -> {
                    // The member is gone from the group, and others run what it ran.
                    CompletionStage<?> unusedEnd = moves.depart(guest, instance);
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private static Behavior<Command> handingOver() {
    return Behaviors.receive(Command.class)
        .onMessageEquals(Command.HAND_OVER, Behaviors::same)
        .onMessageEquals(Command.GONE, Behaviors::stopped)
        .build();
  }
}
