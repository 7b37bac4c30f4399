package parigot.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /** Which guests may run on a node is told as its roles. */
  static String role(String guest) {
    return "guest-" + guest;
  }

  /**
   * @param exitGrace how long a guest may take to answer what it was asked before it moves
   */
  static GroupSettings of(NodeSettings node, MovingSettings moving, Duration exitGrace) {
    Map<String, Object> settings = new TreeMap<>();
    NodeSettings.Address own = moving.addresses().get(node.name());
    settings.put("akka.remote.artery.canonical.hostname", own.host());
    settings.put("akka.remote.artery.canonical.port", own.port());
    List<String> roles =
        moving.guests().entrySet().stream()
            .filter(guest -> guest.getValue().nodes().contains(node.name()))
            .map(guest -> role(guest.getKey()))
            .sorted()
            .toList();
    settings.put("akka.cluster.roles", roles);
    // All begin with their shares, rather than the first with everything.
    settings.put("akka.cluster.min-nr-of-members", (node.others().size() + 1) / 2 + 1);
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
              settings.put("parigot.node", node.name());
              settings.put(
                  "parigot.others",
                  node.others().stream().map(NodeSettings.Address::node).toList());
              settings.put("parigot.certificate", tls.certificate().toString());
              settings.put("parigot.key", tls.key().toString());
              settings.put("parigot.authority", tls.authority().toString());
            });
    ClassLoader loader = GroupSettings.class.getClassLoader();
    Config config =
        ConfigFactory.parseMap(settings)
            .withFallback(ConfigFactory.parseResources(loader, "parigot/cluster/group.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved(loader))
            .resolve();
    if (node.link().tls().isPresent()) {
      NodesTlsEngines.check(config);
    }
    return new GroupSettings(node, moving, config);
  }

  /** Akka's address of a node. */
  String address(String name) {
    NodeSettings.Address its = moving.addresses().get(name);
    return "akka://%s@%s:%d".formatted(SYSTEM, its.host(), its.port());
  }
}
