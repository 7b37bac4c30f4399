package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.BytesValue;
import com.google.protobuf.StringValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parigot.plugin.GuestCallException.Reason;
import parigot.runtime.StartException;
import parigot.runtime.testing.Within;
import parigot.wasm.GuestShape;

/** Guests of one application on several nodes. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class NodesTest {
  private static final String PAIRS = "parigot.actors.Shapes#pairs";

  @ParameterizedTest
  @MethodSource(PAIRS)
  void guestsOnTwoNodesFindEachOtherAndCallAsOnOne(GuestShape caller, GuestShape callee) {
    TestApplication described =
        TestApplication.with()
            .service("greeting", callee, "Echo", "Fail error 4")
            .client(
                "hello",
                caller,
                "greeting",
                "call Echo 5 20",
                "calls Echo 100 300",
                "expect-call-error Fail 1 4",
                "print bonjour world",
                "exit 3");
    try (TestNodes nodes =
        new TestNodes(described, "a", "b")
            .place("hello", "nodes = [a]")
            .place("greeting", "nodes = [b]")) {
      nodes.startAll();
      assertThat(nodes.code()).as(nodes.printed("a")).isEqualTo(3);
      assertThat(nodes.printed("a")).endsWith("bonjour world\n");
    }
  }

  @Test
  void messagesOfAMegabyteCrossALink() {
    TestApplication described =
        TestApplication.with()
            .service("greeting", GuestShape.REACTOR, "Echo")
            .client("hello", GuestShape.REACTOR, "greeting", "call Echo 1000000 20", "exit 0");
    try (TestNodes nodes =
        new TestNodes(described, "a", "b")
            .set("placement.default = a")
            .place("greeting", "role = role-b")) {
      nodes.startAll();
      assertThat(nodes.code()).isZero();
    }
  }

  @Test
  void hostCodeCallsAGuestOfAnotherNodeAndSeesTheNodes() {
    try (TestNodes nodes = apart(greetingAndOther())) {
      nodes.launched();
      Within.limit(nodes.on("a").running("greeting.v1", "greeting"));
      StringValue answer =
          Within.limit(
              nodes
                  .on("a")
                  .call(
                      "greeting.v1",
                      "greeting",
                      "Echo",
                      StringValue.of("hello"),
                      StringValue.class));
      assertThat(answer.getValue()).isEqualTo("hello");
      assertThat(nodes.on("a").nodes())
          .singleElement()
          .satisfies(
              node -> {
                assertThat(node.name()).isEqualTo("b");
                assertThat(node.linkedAt()).isPresent();
                assertThat(node.begun()).isTrue();
                assertThat(node.services()).isEqualTo(1);
              });
      assertThat(nodes.on("a").links())
          .singleElement()
          .satisfies(
              link -> {
                assertThat(link.node()).isEqualTo("b");
                assertThat(link.linkedSince()).isPresent();
                assertThat(link.session()).isPresent();
                assertThat(link.roundTrip()).isPresent();
                assertThat(link.staleFrames()).isZero();
              });
    }
  }

  @Test
  void aNodeThatStopsIsAwayForTheOthersAndIdsHoldWhenItComesBack() {
    try (TestNodes nodes = apart(greetingAndOther())) {
      nodes.launched();
      Within.limit(nodes.on("a").running("greeting.v1", "greeting"));
      Object before = idOfGreeting(nodes);
      assertThat(Within.limit(nodes.on("b").stop())).isZero();
      nodes.awaitNode("a", node -> node.linkedAt().isEmpty());
      assertThatThrownBy(
              () ->
                  Within.limit(
                      nodes
                          .on("a")
                          .call(
                              "greeting.v1",
                              "greeting",
                              "Echo",
                              BytesValue.getDefaultInstance(),
                              BytesValue.class)))
          .isInstanceOfSatisfying(
              CallException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_SUCH_SERVICE));

      Within.limit(nodes.start("b").launched());
      Within.limit(nodes.on("a").running("greeting.v1", "greeting"));
      assertThat(idOfGreeting(nodes)).isEqualTo(before);
    }
  }

  @Test
  void aGuestIsReplacedOnItsNodeAndCallersOnOthersGoOn() {
    try (TestNodes nodes = apart(greetingAndOther())) {
      nodes.launched();
      Within.limit(nodes.on("a").running("greeting.v1", "greeting"));
      Object before = idOfGreeting(nodes);
      assertThatThrownBy(() -> nodes.on("a").replace("greeting"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("There is no guest greeting on node a.");

      Within.limit(nodes.on("b").replace("greeting"));

      // A link keeps the order: when this has its answer, node a knows of the new guest.
      assertThat(echo(nodes.on("b"), "other", "first")).isEqualTo("first");
      assertThat(echo(nodes.on("a"), "greeting", "again")).isEqualTo("again");
      assertThat(idOfGreeting(nodes)).isEqualTo(before);
    }
  }

  private static String echo(Application application, String service, String text) {
    return Within.limit(
            application.call(
                service + ".v1", service, "Echo", StringValue.of(text), StringValue.class))
        .getValue();
  }

  private static TestApplication greetingAndOther(String... settings) {
    return TestApplication.with(settings)
        .service("greeting", GuestShape.REACTOR, "Echo")
        .service("other", GuestShape.LOOP, "Echo");
  }

  /** Each of the two on a node of its own. */
  private static TestNodes apart(TestApplication described) {
    return new TestNodes(described, "a", "b")
        .place("greeting", "nodes = [b]")
        .place("other", "nodes = [a]");
  }

  private static Object idOfGreeting(TestNodes nodes) {
    return nodes.on("a").services().stream()
        .filter(service -> service.debugName().equals("greeting"))
        .findFirst()
        .orElseThrow()
        .id();
  }

  @Test
  void aPortThatIsTakenIsSaidWithTheNode() {
    try (TestNodes nodes = apart(greetingAndOther())) {
      nodes.launched();
      assertThatThrownBy(() -> nodes.start("a", "again"))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("node a: ");
    }
  }

  @Test
  void aNodeOfAnotherPlacementIsRefusedAndTheStartSaysWhoIsMissing() {
    TestApplication described =
        TestApplication.with("parigot.exit-grace = 100 ms")
            .service("greeting", GuestShape.REACTOR, "Echo")
            .service("other", GuestShape.REACTOR, "Echo");
    try (TestNodes nodes =
        new TestNodes(described, "a", "b")
            .set("link.join-timeout = 2 s")
            .place("greeting", "nodes = [b]")
            .place("other", "nodes = [a]")) {
      nodes.start("a");
      nodes.place("other", "nodes = [a, b]").start("b");
      assertThat(nodes.code()).isEqualTo(194);
      assertThat(described.log().lines())
          .anyMatch(line -> line.contains("placement"))
          .anyMatch(line -> line.contains("there was no link to node b"));
    }
  }
}
