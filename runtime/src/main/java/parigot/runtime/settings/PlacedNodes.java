package parigot.runtime.settings;

import com.typesafe.config.ConfigObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import parigot.plugin.NearestName;

/**
 * The block {@code parigot.nodes} of a placement.
 *
 * @param nodes those that it names, by name
 * @param pools whose nodes come and go beside them, by name
 */
record PlacedNodes(Map<String, Node> nodes, Map<String, Pool> pools) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

  record Node(
      NodeSettings.Address address,
      List<String> roles,
      Optional<Integer> movingPort,
      Optional<ConfigObject> tls) {}

  /** Nodes that are not named one by one. */
  record Pool(
      PoolSettings settings,
      List<String> roles,
      Optional<Integer> movingPort,
      Optional<ConfigObject> tls) {}

  /**
   * @param reader of the block around it
   */
  static PlacedNodes read(SettingsReader block, SettingsReader reader) {
    Map<String, Pool> pools = pools(block);
    return new PlacedNodes(nodes(block, pools.keySet(), reader), pools);
  }

  /** The names of nodes and of pools. */
  TreeSet<String> known() {
    TreeSet<String> known = new TreeSet<>(nodes.keySet());
    known.addAll(pools.keySet());
    return known;
  }

  private static void requireName(SettingsReader block, String name) {
    if (!NAME.matcher(name).matches()) {
      throw block.complaint(
          name,
          "is no name for a node: it must be a letter and then at most 62 letters, digits or -,"
              + " all small.");
    }
  }

  /** Those blocks that say how to discover nodes, rather than where one is. */
  private static Map<String, Pool> pools(SettingsReader block) {
    Map<String, Pool> pools = new TreeMap<>();
    for (String name : block.keys()) {
      SettingsReader pool = block.block(name);
      if (!pool.isSet("discover")) {
        continue;
      }
      requireName(block, name);
      String expected =
          "a method of discovery and what it is asked for, such as dns:parigot.default.svc";
      String discover = pool.text("discover", expected);
      int colon = discover.indexOf(':');
      if (colon < 1 || colon == discover.length() - 1) {
        throw pool.mustBe("discover", expected);
      }
      String method = discover.substring(0, colon);
      if (pool.isSet("host")) {
        throw pool.complaint(
            "host", "stands beside discover: a pool has many nodes, and each knows its own host.");
      }
      int port = pool.count("port", 1, 65_535);
      List<String> roles = roles(pool);
      Optional<ConfigObject> tls = tlsOf(pool);
      Optional<Integer> movingPort = movingPort(pool);
      pool.rejectUnknown();
      pools.put(
          name,
          new Pool(
              new PoolSettings(
                  name,
                  method.equals("dns") ? "akka-dns" : method,
                  discover.substring(colon + 1),
                  port),
              roles,
              movingPort,
              tls));
    }
    return pools;
  }

  /** Several, or the one. */
  private static List<String> roles(SettingsReader node) {
    if (node.isSet("role")) {
      if (node.isSet("roles")) {
        throw node.complaint("role", "stands beside roles: one of the two says what it has.");
      }
      return List.of(node.text("role", "the name of a role"));
    }
    return node.isSet("roles") ? node.texts("roles") : List.of();
  }

  private static Optional<ConfigObject> tlsOf(SettingsReader node) {
    return node.isSet("tls") ? Optional.of(node.object("tls")) : Optional.empty();
  }

  private static Optional<Integer> movingPort(SettingsReader node) {
    return node.isSet("moving-port")
        ? Optional.of(node.count("moving-port", 1, 65_535))
        : Optional.empty();
  }

  private static Map<String, Node> nodes(
      SettingsReader block, Set<String> pools, SettingsReader reader) {
    Map<String, Node> nodes = new TreeMap<>();
    Map<String, String> taken = new TreeMap<>();
    for (String name : block.keys()) {
      requireName(block, name);
      if (pools.contains(name)) {
        continue;
      }
      for (String pool : pools) {
        if (name.startsWith(pool + "-")) {
          throw block.complaint(
              name, "is called as nodes of the pool %s are: choose another name.".formatted(pool));
        }
      }
      SettingsReader node = block.block(name);
      NodeSettings.Address address =
          new NodeSettings.Address(
              name,
              node.text("host", "the name or the address of a host"),
              node.count("port", 1, 65_535));
      List<String> roles = roles(node);
      Optional<ConfigObject> tls = tlsOf(node);
      Optional<Integer> movingPort = movingPort(node);
      node.rejectUnknown();
      String other = taken.put(address.toString(), name);
      if (other != null) {
        throw block.complaint(
            name, "has the address %s, which %s has too.".formatted(address, other));
      }
      nodes.put(name, new Node(address, roles, movingPort, tls));
    }
    if (nodes.size() < 2) {
      throw reader.complaint("nodes", "must name at least two nodes, each with host and port.");
    }
    return nodes;
  }

  /** Complains of a name that is none of a node's. */
  void requireNode(SettingsReader reader, String key, String node) {
    if (!nodes.containsKey(node)) {
      throw reader.complaint(
          key,
          "names the node %s, which is not among parigot.nodes; %s"
              .formatted(node, NearestName.hint(node, nodes.keySet())));
    }
  }
}
