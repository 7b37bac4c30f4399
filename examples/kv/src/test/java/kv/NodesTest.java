package kv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.testkit.Nodes;
import parigot.testkit.RecordedOutput;
import parigot.testkit.WithApplication;

/** The main on one node, and the database on another. */
@Timeout(60)
class NodesTest {
  @Test
  @WithApplication(
      value = "application.conf",
      placement = "nodes.conf",
      config = "parigot.plugins.nutsdb { root = target/databases-of-nodes, timeout = 2 s }",
      awaitLaunch = false)
  void aMainCountsInADatabaseOnAnotherNode(Nodes nodes, RecordedOutput output) throws Exception {
    output.await("run ");
    for (String node : nodes.names()) {
      assertThat(nodes.on(node).ended().toCompletableFuture().join()).isZero();
    }
  }
}
