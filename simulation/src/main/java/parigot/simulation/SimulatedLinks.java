package parigot.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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

  /** How many sessions there have been between two nodes. */
  private final Map<String, Integer> sessions = new HashMap<>();

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
        from + " " + to, unused -> new Direction(world.agenda().line(world.place(to))));
  }

  /** A session between the two begins, at this moment or a little later on each side. */
  void link(String one, String other, long moment) {
    int session = sessions.merge(pair(one, other), 1, Integer::sum);
    linked(one, other, session, moment);
    linked(other, one, session, moment);
  }

  private static String pair(String one, String other) {
    return one.compareTo(other) < 0 ? one + " " + other : other + " " + one;
  }

  private int session(String one, String other) {
    return sessions.getOrDefault(pair(one, other), 0);
  }

  /** One of the two hears of it by the line on which it will hear what the other tells. */
  private void linked(String node, String peer, int session, long moment) {
    direction(peer, node)
        .line
        .send(
            moment,
            () -> {
              if (session == session(node, peer) && world.isThere(peer) && world.isThere(node)) {
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
        link(
            from,
            to,
            Math.max(
                NanoTime.after(world.time().nanos(), UNTIL_LINKED_AGAIN),
                world.canBeLinked(from, to)));
      }
      case NODE_CRASHES -> world.crash(to);
    }
  }

  /** The session between the two is over, and what was under way is lost. */
  void lose(String one, String other, String why) {
    lost(one, other, why);
    lost(other, one, why);
  }

  /**
   * A node says nothing any more: after some time it is lost to the others, and they to it as soon
   * as it looks. What they told it meanwhile is too old then.
   */
  void isSilent(String node, Duration silence, long until) {
    for (String other : List.copyOf(world.names())) {
      if (!other.equals(node)) {
        loseLater(node, other, silence, until);
      }
    }
  }

  /** What a node tells and is told is lost from now on. */
  void cut(String node, Duration silence, long until) {
    for (String other : List.copyOf(world.names())) {
      if (!other.equals(node)) {
        for (Direction direction : List.of(direction(node, other), direction(other, node))) {
          direction.open = false;
          direction.line.clear();
        }
        loseLater(node, other, silence, until);
      }
    }
  }

  private void loseLater(String node, String other, Duration silence, long until) {
    int session = session(node, other);
    Agenda.Line line = world.agenda().line();
    line.send(
        NanoTime.after(world.time().nanos(), silence),
        () -> {
          if (session == session(node, other)) {
            lose(node, other, "it was silent for %d ms".formatted(silence.toMillis()));
            link(
                node,
                other,
                Math.max(
                    NanoTime.after(until, UNTIL_LINKED_AGAIN), world.canBeLinked(node, other)));
          }
        });
    line.close();
  }

  /** What a node tells and is told from now on comes no earlier than then. */
  void holdUp(String node, long until) {
    for (String other : world.names()) {
      if (!other.equals(node)) {
        for (Direction direction : List.of(direction(node, other), direction(other, node))) {
          direction.line.send(until, () -> {});
        }
      }
    }
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
