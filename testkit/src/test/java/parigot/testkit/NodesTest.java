package parigot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.kernel.NodeView;

/** What a test sees of an application on three nodes, whose links it cuts. */
@Timeout(60)
@WithApplication(value = NodesTest.CONF, placement = NodesTest.NODES, config = NodesTest.IDLE)
class NodesTest {
  static final String CONF = "src/test/resources/greeting.conf";
  static final String IDLE =
      "parigot.guests.idle { wasm = loop.wasm, args = [\"register idle\", launch, serve] }";
  static final String NODES = "src/test/resources/nodes.conf";

  private static CompletionStage<StringValue> echo(Application application, String text) {
    return application.call(
        "greeting.v1", "greeting", "Echo", StringValue.of(text), StringValue.class);
  }

  private static String echoed(Application application, String text) {
    return echo(application, text).toCompletableFuture().join().getValue();
  }

  @Test
  void anApplicationSeesTheOtherNodesAndCallsWhatRunsThere(Application application, Nodes nodes) {
    assertThat(nodes.on("a")).isSameAs(application);
    assertThat(application.nodes()).extracting(NodeView::name).containsExactly("b", "c");
    assertThat(echoed(application, "over a link")).isEqualTo("over a link");
  }

  @Test
  void aCutIsNoticedCallsGoToTheOtherInstanceAndHealingBringsBoth(
      Application application, Nodes nodes) throws Exception {
    nodes.cut("a", "b");
    nodes.await("a", "b", false);
    for (int i = 0; i < 20; i++) {
      assertThat(echoed(application, "to c")).isEqualTo("to c");
    }
    nodes.heal("a", "b");
    nodes.await("a", "b", true);
    nodes.cut("a", "c");
    nodes.await("a", "c", false);
    assertThat(echoed(application, "to b")).isEqualTo("to b");
    nodes.heal("a", "c");
    nodes.await("a", "c", true);
  }

  @Test
  void aSlowLinkIsALinkAndOneThatIsResetComesBack(Application application, Nodes nodes)
      throws Exception {
    nodes.delay("a", "b", Duration.ofMillis(100));
    nodes.delay("a", "c", Duration.ofMillis(100));
    assertThat(echoed(application, "late")).isEqualTo("late");
    nodes.delay("a", "b", Duration.ZERO);
    nodes.delay("a", "c", Duration.ZERO);
    nodes.reset("a", "b");
    nodes.await("a", "b", true);
    assertThat(echoed(application, "again")).isEqualTo("again");
  }
}
