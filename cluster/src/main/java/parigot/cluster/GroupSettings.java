package parigot.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import parigot.runtime.settings.MovingSettings;
import parigot.runtime.settings.NodeSettings;

/**
 * What the actor system of the group of nodes is made from.
 *
 * @param node this node
 * @param moving the guests, and where the nodes listen
 * @param config of the actor system
 */
record GroupSettings(NodeSettings node, MovingSettings moving, Config config) {
  static final String SYSTEM = "parigot-cluster";

  /** The role of the nodes that the placement names: most of these are most of all. */
  private static final String NAMED = "named";

  /** What an application may set of how its nodes are discovered. */
  private static final List<String> OF_DISCOVERY = List.of("akka.discovery", "akka.io.dns");

  /** Which guests may run on a node is told as its roles. */
  static String role(String guest) {
    return "guest-" + guest;
  }

  /**
   * @param exitGrace how long a guest may take to answer what it was asked before it moves
   * @param application what the application sets
   */
  static GroupSettings of(
      NodeSettings node, MovingSettings moving, Duration exitGrace, Config application) {
    Map<String, Object> settings = new TreeMap<>();
    NodeSettings.Address own = moving.addresses().get(node.name());
    settings.put("akka.remote.artery.canonical.hostname", own.host());
    settings.put("akka.remote.artery.canonical.port", own.port());
    Stream<String> guests =
        moving.guests().entrySet().stream()
            .filter(guest -> guest.getValue().nodes().contains(node.placedAs()))
            .map(guest -> role(guest.getKey()))
            .sorted();
    List<String> roles =
        Stream.concat(node.pool().isPresent() ? Stream.empty() : Stream.of(NAMED), guests).toList();
    settings.put("akka.cluster.roles", roles);
    // All begin with their shares, rather than the first with everything.
    settings.put("akka.cluster.min-nr-of-members", (node.others().size() + 1) / 2 + 1);
    if (!node.pools().isEmpty()) {
      settings.put("akka.cluster.split-brain-resolver.keep-majority.role", NAMED);
    }
    settings.put(
        "akka.cluster.split-brain-resolver.stable-after", moving.downAfter().toMillis() + " ms");
    // The guest has its time to answer, and then that again to end.
    settings.put(
        "akka.cluster.sharding.handoff-timeout", exitGrace.toMillis() * 2 + 10_000 + " ms");
    node.link()
        .tls()
        .ifPresent(
            tls -> {
              settings.put("akka.remote.artery.transport", "tls-tcp");
              settings.put(
                  "akka.remote.artery.ssl.ssl-engine-provider", NodesTlsEngines.class.getName());
              settings.put("parigot.node", node.placedAs());
              settings.put(
                  "parigot.others",
                  Stream.concat(
                          node.others().stream().map(NodeSettings.Address::node),
                          node.pools().keySet().stream())
                      .toList());
              settings.put("parigot.certificate", tls.certificate().toString());
              settings.put("parigot.key", tls.key().toString());
              settings.put("parigot.authority", tls.authority().toString());
            });
    ClassLoader loader = GroupSettings.class.getClassLoader();
    Config discovery = ConfigFactory.empty();
    for (String block : OF_DISCOVERY) {
      if (application.hasPath(block)) {
        discovery = discovery.withFallback(application.getConfig(block).atPath(block));
      }
    }
    Config config =
        ConfigFactory.parseMap(settings)
            .withFallback(discovery)
            .withFallback(ConfigFactory.parseResources(loader, "parigot/cluster/group.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved(loader))
            .resolve();
    if (node.link().tls().isPresent()) {
      NodesTlsEngines.check(config);
    }
    return new GroupSettings(node, moving, config);
  }

  /** Whether the placement names this node, rather than its pool. */
  boolean isNamed(String name) {
    boolean isThis = node.name().equals(name);
    return isThis ? node.pool().isEmpty() : moving.addresses().containsKey(name);
  }

  /** Akka's address of a node. */
  String address(String name) {
    NodeSettings.Address its = moving.addresses().get(name);
    return "akka://%s@%s:%d".formatted(SYSTEM, its.host(), its.port());
  }
}
