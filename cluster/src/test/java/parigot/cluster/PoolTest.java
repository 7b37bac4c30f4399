package parigot.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.kernel.NodeView;
import parigot.peers.Authority;
import parigot.peers.TlsFiles;

/** Nodes that are in no placement by themselves: they come to an application, and go. */
@Tag("once")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class PoolTest {
  private static final String ONE = "127.0.0.2";
  private static final String ONE_BY_IPV6 = "fd00::2";
  private static final String OTHER = "127.0.0.3";
  private static final String THIRD = "127.0.0.4";
  private static final String FOURTH = "127.0.0.5";

  private static String tls(Path folder) throws Exception {
    Authority authority = new Authority(folder, "nodes");
    StringBuilder tls = new StringBuilder();
    for (String node : List.of("a", "b", "pool", "puddle")) {
      TlsFiles its = authority.files(node);
      tls.append(
          "parigot.nodes.%s.tls { certificate = \"%s\", key = \"%s\", authority = \"%s\" }\n"
              .formatted(node, its.certificate(), its.key(), its.authority()));
    }
    return tls.toString();
  }

  private static String pool(String name, String discover) {
    return "parigot.nodes.%s { discover = \"%s\", port = %d, moving-port = %d, role = data }\n"
        .formatted(name, discover, MovingNodes.freePort(), MovingNodes.freePort());
  }

  private static Set<String> linked(MovingNodes nodes, String node) {
    return nodes.on(node).nodes().stream()
        .filter(its -> its.linkedAt().isPresent())
        .map(NodeView::name)
        .collect(Collectors.toSet());
  }

  @Test
  void guestsSpreadOverNodesThatComeAndGoAndFindEachOther(@TempDir Path folder) throws Exception {
    String pools = pool("pool", "dns:parigot.default.svc") + pool("puddle", "config:shops");
    try (NameServer names = new NameServer();
        MovingNodes nodes = new MovingNodes(tls(folder) + pools, "a", "b").startAll()) {
      String settings =
          """
          akka.io.dns.async-dns { nameservers = ["127.0.0.1:%d"], search-domains = [] }
          akka.discovery.config.services.shops.endpoints = [{ host = %s }, { host = %s }]
          """
              .formatted(names.port(), THIRD, FOURTH);
      nodes.awaitSpread("a", "b");
      names.add(ONE);
      names.add(OTHER);
      names.add(ONE_BY_IPV6);
      String one = nodes.startOf("pool", ONE, settings);
      String other = nodes.startOf("pool", OTHER, settings);

      nodes.awaitSpread("a", "b", one, other);
      nodes.await("a link in the pool", () -> linked(nodes, one).equals(Set.of("a", "b", other)));
      assertThat(linked(nodes, "a")).containsExactlyInAnyOrder("b", one, other);
      assertThat(nodes.on(other).nodes())
          .extracting(NodeView::name)
          .containsExactlyInAnyOrder("a", "b", one);
      for (String from : List.of("a", one, other)) {
        for (int i = 0; i < 8; i++) {
          assertThat(nodes.echo(from, "here")).isEqualTo("here");
        }
      }

      names.remove(ONE);
      nodes.stop(one);
      nodes.awaitSpread("a", "b", other);
      assertThat(nodes.ask("a", "again")).isEqualTo("again");
      nodes.await("a node that is gone", () -> linked(nodes, other).equals(Set.of("a", "b")));
      assertThat(nodes.on("a").nodes()).extracting(NodeView::name).containsExactly("b", other);

      String third = nodes.startOf("puddle", THIRD, settings);
      String fourth = nodes.startOf("puddle", FOURTH, settings);
      nodes.await("a link in the puddle", () -> linked(nodes, third).contains(fourth));
    }
  }
}
