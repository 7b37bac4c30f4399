package parigot.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import parigot.runtime.settings.MovingSettings;

/**
 * Says on which node each movable guest is to run, in the place of Akka Cluster, which does so
 * outside: from a list of nodes that it believes in, which is late and at times wrong. Whether a
 * guest may run there is for the kernels to say, as outside.
 */
final class Decider {
  private final World world;
  private final MovingSettings moving;

  /** Where each is to run: on one node, or on none that is there. */
  private final Map<Movable, String> homes = new LinkedHashMap<>();

  /** Those that go to a node once they have ended where they are. */
  private final Map<Movable, String> targets = new LinkedHashMap<>();

  /** What each node believes it is to run. */
  private final Map<String, Set<Movable>> told = new LinkedHashMap<>();

  /** Nodes that could not be reached for so long that what they ran was given to others. */
  private final Set<String> givenUp = new TreeSet<>();

  /** One instance of a guest. */
  record Movable(String guest, int instance) {
    @Override
    public String toString() {
      return guest + "." + instance;
    }
  }

  Decider(World world, MovingSettings moving) {
    this.world = world;
    this.moving = moving;
  }

  /** All that there are. */
  List<Movable> all() {
    List<Movable> all = new ArrayList<>();
    moving
        .guests()
        .forEach(
            (guest, its) -> {
              for (int instance = 1; instance <= its.instances(); instance++) {
                all.add(new Movable(guest, instance));
              }
            });
    all.sort((one, other) -> one.toString().compareTo(other.toString()));
    return all;
  }

  /** The nodes on which it may run and that take something now, in order. */
  List<String> candidates(Movable movable) {
    return moving.guests().get(movable.guest()).nodes().stream()
        .filter(node -> !givenUp.contains(node) && takesGuests(node))
        .toList();
  }

  private boolean takesGuests(String node) {
    return world.node(node).filter(its -> !its.isOver() && its.hasBegun()).isPresent();
  }

  Optional<String> home(Movable movable) {
    return Optional.ofNullable(homes.get(movable));
  }

  /** What is nowhere gets a place, and nodes that can be told are told what has changed. */
  void look() {
    int turn = 0;
    for (Movable movable : all()) {
      List<String> candidates = candidates(movable);
      turn++;
      if (!homes.containsKey(movable) && !targets.containsKey(movable) && !candidates.isEmpty()) {
        // The plain choice spreads them.
        int chosen = world.choices().next(Choices.Question.ORDER, candidates.size());
        homes.put(movable, candidates.get((turn + chosen) % candidates.size()));
      }
    }
    for (String node : List.copyOf(world.names())) {
      if (takesGuests(node) && !world.disturbances().stands(node)) {
        tell(node);
      }
    }
  }

  private void tell(String node) {
    Set<Movable> known = told.computeIfAbsent(node, unused -> new LinkedHashSet<>());
    for (Movable movable : all()) {
      boolean isHome = node.equals(homes.get(movable));
      if (isHome && known.add(movable)) {
        world.node(node).ifPresent(its -> its.arrive(movable));
      } else if (!isHome && known.contains(movable)) {
        // A node that is cut off finds out late that it is out of the group.
        boolean hears =
            !givenUp.contains(node) || world.choices().next(Choices.Question.ORDER, 2) == 0;
        if (hears) {
          known.remove(movable);
          world.node(node).ifPresent(its -> its.depart(movable));
        }
      }
    }
  }

  /** In order: it ends where it is, and runs there once it has. */
  void move(Movable movable, String to) {
    String from = homes.remove(movable);
    if (from != null) {
      // A node that has not heard of it yet will not say that it is gone.
      boolean isThere = told.getOrDefault(from, Set.of()).contains(movable);
      (isThere ? targets : homes).put(movable, to);
      look();
    }
  }

  /**
   * It is to run there at once, while it runs where it is: who decides believes that it does not.
   */
  void misplace(Movable movable, String to) {
    homes.put(movable, to);
    Set<Movable> known = told.computeIfAbsent(to, unused -> new LinkedHashSet<>());
    if (takesGuests(to) && !world.disturbances().stands(to) && known.add(movable)) {
      world.node(to).ifPresent(its -> its.arrive(movable));
    }
  }

  /** A node says that it is gone from there. */
  void gone(Movable movable) {
    String target = targets.remove(movable);
    if (target != null) {
      homes.put(movable, target);
      look();
    }
  }

  /** A node has ended with all that ran on it; if it comes again it knows nothing. */
  void crashed(String node) {
    Set<Movable> ran = told.remove(node);
    givenUp.remove(node);
    free(node, ran == null ? Set.of() : ran);
  }

  /** A node cannot be reached for long. */
  void giveUp(String node) {
    givenUp.add(node);
    free(node, told.getOrDefault(node, Set.of()));
  }

  private void free(String node, Set<Movable> ran) {
    homes.values().removeIf(node::equals);
    targets
        .entrySet()
        .removeIf(target -> target.getValue().equals(node) || ran.contains(target.getKey()));
  }

  /** It can be reached again. */
  void isBack(String node) {
    givenUp.remove(node);
  }

  /**
   * A guest is handed something on a node. Nowhere else may it run now.
   *
   * @param label as the nodes have it
   */
  void entered(String node, String label) {
    for (String other : world.names()) {
      if (!other.equals(node) && world.node(other).filter(its -> its.mayRun(label)).isPresent()) {
        world.tracer().breaks("%s runs on node %s and on node %s".formatted(label, node, other));
      }
    }
  }
}
