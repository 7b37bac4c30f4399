package parigot.actors;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import parigot.kernel.Effect;
import parigot.kernel.MovableView;
import parigot.runtime.StartException;
import parigot.runtime.guest.GuestPlan;

/**
 * The movable guests of a running application on one node: what decides where they run tells it
 * here, and sees how the nodes stand. From any thread but the kernel's.
 *
 * <p>Whatever is told, no guest runs on two nodes: one that has come runs once most nodes have said
 * that it may, and they say so of one node at a time.
 */
public final class Moves {
  private final Consumer<KernelActor.Command> kernel;
  private final StateQueries queries;
  private final Outstanding outstanding;

  /** Who waits until a guest is gone from here. */
  private final Map<String, List<CompletableFuture<Void>>> leaving = new HashMap<>();

  Moves(Consumer<KernelActor.Command> kernel, StateQueries queries, Outstanding outstanding) {
    this.kernel = kernel;
    this.queries = queries;
    this.outstanding = outstanding;
  }

  /**
   * This guest is to run here.
   *
   * @param guest its name
   * @param instance which of its instances, from 1
   */
  public void arrive(String guest, int instance) {
    kernel.accept(
        new KernelActor.Move(
            (state, plans, now, out) -> {
              GuestPlan plan = plan(guest, instance, plans);
              state.arrive(plan.spec(), now, out);
            }));
  }

  /**
   * This guest is to run elsewhere: it takes no more calls, answers those that it has, and ends.
   *
   * @return completes when it has ended, or the application has
   */
  public CompletionStage<Void> depart(String guest, int instance) {
    CompletableFuture<Void> gone = outstanding.add(open -> open.complete(null));
    kernel.accept(
        new KernelActor.Move(
            (state, plans, now, out) -> {
              leaving.computeIfAbsent(key(guest, instance), unused -> new ArrayList<>()).add(gone);
              state.depart(plan(guest, instance, plans).spec(), now, out);
            }));
    return gone;
  }

  /** A guest is labelled without a number where there is one instance of it. */
  private static GuestPlan plan(String guest, int instance, Function<String, GuestPlan> plans) {
    GuestPlan numbered = plans.apply(guest + "." + instance);
    GuestPlan plan = numbered == null ? plans.apply(guest) : numbered;
    if (plan == null) {
      throw new StartException("there is no guest %s on this node.".formatted(guest));
    }
    return plan;
  }

  private static String key(String guest, int instance) {
    return guest + "." + instance;
  }

  /** On the kernel's turn. */
  void moved(Effect.Moved moved) {
    if (!moved.here()) {
      List<CompletableFuture<Void>> waiting = leaving.remove(key(moved.guest(), moved.instance()));
      if (waiting != null) {
        waiting.forEach(gone -> gone.complete(null));
      }
    }
  }

  /**
   * How this node stands.
   *
   * @param begun whether its guests were told to run
   * @param leaving whether it ends, and the application does not
   * @param mayFound whether it may found the group of nodes that decides about places
   */
  public record Standing(boolean begun, boolean leaving, boolean mayFound) {}

  /** How this node stands now. */
  public Standing standing() {
    return queries.ask(
        (state, now) ->
            new Standing(state.hasBegun(), state.isLeaving(), state.mayFoundGroup(now)));
  }

  /** Asks the other nodes whether this one may found the group; {@link #standing} tells. */
  public void seekGroup() {
    kernel.accept(new KernelActor.Move((state, plans, now, out) -> state.seekGroup(now, out)));
  }

  /** This node is a member of this group now; of none, when that is empty. */
  public void memberOf(String group) {
    kernel.accept(new KernelActor.Move((state, plans, now, out) -> state.memberOf(group, out)));
  }

  /**
   * These nodes of a pool are there now, and no others: this node, which is one of a pool, links
   * with them.
   *
   * @param nodes where each listens, by its name; this node may be among them
   */
  public void found(String pool, Map<String, InetSocketAddress> nodes) {
    kernel.accept(new KernelActor.Found(pool, Map.copyOf(nodes)));
  }

  /** Where all movable guests are, as this node knows it, in the order of their names. */
  public List<MovableView> guests() {
    return queries.ask((state, now) -> state.movables());
  }
}
