package parigot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.kernel.Id;
import parigot.kernel.NodeView;

/** What a test sees of an application whose other nodes are processes. */
@Timeout(120)
@WithApplication(
    value = NodesTest.CONF,
    placement = NodesTest.NODES,
    config = NodesTest.IDLE,
    spread = Spread.PROCESSES,
    timeoutSeconds = 60)
@Tag("once")
class ProcessesTest {
  @Test
  void theOtherNodesAreProcessesAndOneThatIsKilledMayComeBack(Application application, Nodes nodes)
      throws Exception {
    assertThat(nodes.on("a")).isSameAs(application);
    assertThat(application.nodes()).extracting(NodeView::running).containsExactly(1, 1);
    assertThatThrownBy(() -> nodes.on("b"))
        .hasMessage("No node b runs in this JVM; there are [a].");
    Set<Id> ids = idsOfGreeting(application);

    nodes.kill("b");
    nodes.await("a", "b", false);
    for (int i = 0; i < 20; i++) {
      assertThat(WithApplicationTest.echo(application, "to c")).isEqualTo("to c");
    }
    nodes.launch("b");
    nodes.await("a", "b", true);
    assertThat(idsOfGreeting(application)).isEqualTo(ids);

    nodes.cut("a", "c");
    nodes.await("a", "c", false);
    assertThat(WithApplicationTest.echo(application, "to b")).isEqualTo("to b");
    nodes.heal("a", "c");
    nodes.await("a", "c", true);
  }

  /** The nodes come in any order. */
  private static Set<Id> idsOfGreeting(Application application) {
    return application.services().stream()
        .filter(service -> service.debugName().equals("greeting"))
        .map(service -> service.id())
        .collect(Collectors.toSet());
  }
}
