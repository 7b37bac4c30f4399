package parigot.runtime.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a placement says of the guests that may move from node to node. Each setting is described
 * where its default stands, in this module's {@code reference.conf}.
 *
 * @param guests those guests, by name
 * @param fenceAfter how long one runs on when its node does not hear of most nodes
 * @param moveAfter how long a node that has let one run elsewhere lets it run nowhere else
 * @param downAfter how long a node may be unreachable, or nodes be of different minds about that,
 *     until those that are the fewer are given up
 * @param addresses where each node listens for the others' decisions, by the node's name
 */
public record MovingSettings(
    Map<String, Movable> guests,
    Duration fenceAfter,
    Duration moveAfter,
    Duration downAfter,
    Map<String, NodeSettings.Address> addresses) {

  /**
   * One such guest.
   *
   * @param nodes on which it may run
   * @param instances how many of it there are on all nodes together
   */
  public record Movable(List<String> nodes, int instances) {}

  private static final Duration LEAST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofHours(1);

  /** How much longer than the other the second must be at least, as a part of it. */
  private static final int CLOCKS_DIFFER = 10;

  static MovingSettings read(
      SettingsReader block,
      Map<String, Movable> guests,
      Duration silence,
      Map<String, NodeSettings.Address> nodes,
      Map<String, Integer> ports) {
    Duration fence =
        block.duration(
            "fence-after",
            max(LEAST, silence.plusMillis(1)),
            LONGEST,
            "a duration from 200 ms to 1 hour that is longer than link.silence (%d ms)"
                .formatted(silence.toMillis()));
    Duration least = fence.plus(fence.dividedBy(CLOCKS_DIFFER));
    Duration move =
        block.duration(
            "move-after",
            least,
            LONGEST.multipliedBy(2),
            "a duration from %d ms, a tenth more than fence-after, for clocks differ"
                .formatted(least.toMillis()));
    Duration down =
        block.duration("down-after", LEAST, LONGEST, "a duration from 200 ms to 1 hour");
    int offset = block.count("port-offset", 1, 65_000);
    Map<String, NodeSettings.Address> addresses = new TreeMap<>();
    TreeSet<String> taken = new TreeSet<>();
    nodes.values().forEach(address -> taken.add(address.toString()));
    nodes.forEach(
        (name, address) -> {
          int port = ports.getOrDefault(name, address.port() + offset);
          NodeSettings.Address its = new NodeSettings.Address(name, address.host(), port);
          if (port > 65_535 || !taken.add(its.toString())) {
            throw block.complaint(
                "port-offset",
                "is %d, and gives node %s the address %s, which %s; a node's moving-port says another."
                    .formatted(
                        offset, name, its, port > 65_535 ? "is none" : "something else has"));
          }
          addresses.put(name, its);
        });
    block.rejectUnknown();
    return new MovingSettings(Map.copyOf(guests), fence, move, down, addresses);
  }

  private static Duration max(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Whether this guest moves. */
  public boolean isMovable(String guest) {
    return guests.containsKey(guest);
  }
}
