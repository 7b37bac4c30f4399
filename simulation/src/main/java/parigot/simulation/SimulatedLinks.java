package parigot.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import parigot.kernel.NanoTime;
import parigot.v1.host.PeerMessage;

/** The links between the nodes of an application: what one kernel tells another, in its order. */
final class SimulatedLinks {
  /** How long it takes until a link that broke is there again. */
  private static final Duration UNTIL_LINKED_AGAIN = Duration.ofSeconds(1);

  private final World world;
  private final Map<String, Direction> directions = new TreeMap<>();

  /** One of the two of a link. What is told is lost unless the teller knows of a session. */
  private static final class Direction {
    private final Agenda.Line line;
    private boolean open;

    Direction(Agenda.Line line) {
      this.line = line;
    }
  }

  SimulatedLinks(World world) {
    this.world = world;
  }

  private Direction direction(String from, String to) {
    return directions.computeIfAbsent(
        from + " " + to, unused -> new Direction(world.agenda().line()));
  }

  /** A session between the two begins, at this moment or a little later on each side. */
  void link(String one, String other, long moment) {
    linked(one, other, moment);
    linked(other, one, moment);
  }

  /** One of the two hears of it by the line on which it will hear what the other tells. */
  private void linked(String node, String peer, long moment) {
    direction(peer, node)
        .line
        .send(
            moment,
            () -> {
              if (world.isThere(peer) && world.isThere(node)) {
                direction(node, peer).open = true;
                world.node(node).ifPresent(living -> living.linked(peer));
              }
            });
  }

  void tell(String from, String to, PeerMessage what) {
    Direction direction = direction(from, to);
    if (!direction.open) {
      return;
    }
    long told = world.time().nanos();
    direction.line.send(world.later(), () -> heard(from, to, what, told));
    world.node(from).ifPresent(living -> living.written(to, what.getSerializedSize()));
  }

  private void heard(String from, String to, PeerMessage what, long told) {
    switch (world.fateOfNodes()) {
      case REACHES ->
          world.node(to).ifPresent(living -> living.heard(from, what, world.time().nanos() - told));
      case LINK_BREAKS -> {
        world.tracer().fault(from, to, "the link between %s and %s breaks".formatted(from, to));
        lose(from, to, "the link broke");
        link(from, to, NanoTime.after(world.time().nanos(), UNTIL_LINKED_AGAIN));
      }
      case NODE_CRASHES -> world.crash(to);
    }
  }

  /** The session between the two is over, and what was under way is lost. */
  void lose(String one, String other, String why) {
    lost(one, other, why);
    lost(other, one, why);
  }

  /** A node has ended in order: another hears so after all that it was told before. */
  void leave(String node, String other) {
    direction(node, other).open = false;
    direction(other, node).open = false;
    direction(node, other)
        .line
        .send(
            world.time().nanos(),
            () -> world.node(other).ifPresent(living -> living.lost(node, "it has ended")));
  }

  private void lost(String node, String peer, String why) {
    direction(node, peer).open = false;
    Agenda.Line line = direction(peer, node).line;
    line.clear();
    line.send(
        world.time().nanos(), () -> world.node(node).ifPresent(living -> living.lost(peer, why)));
  }
}
