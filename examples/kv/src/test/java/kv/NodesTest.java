package kv;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.testkit.Spread.NODES;
import static parigot.testkit.Spread.ONE_PROCESS;
import static parigot.testkit.Spread.PROCESSES;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.testkit.RecordedOutput;
import parigot.testkit.WithApplication;

/** The main on one node, and the database on another. */
@Timeout(60)
class NodesTest {
  private static int run;

  @TestTemplate
  @WithApplication(
      value = "application.conf",
      placement = "nodes.conf",
      config = "parigot.plugins.nutsdb { root = target/databases-of-nodes, timeout = 2 s }",
      spread = {ONE_PROCESS, NODES, PROCESSES})
  void theCounterGoesOnWhereverItsGuestsRun(Application application, RecordedOutput output)
      throws Exception {
    int code = application.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
    int before = run;
    run = Integer.parseInt(output.text().strip().replaceFirst("^run ", ""));

    assertThat(run).isEqualTo(before == 0 ? run : before + 1);
    assertThat(code).isZero();
  }
}
