package parigot.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parigot.peers.TestNode.PLAIN;
import static parigot.peers.TestNode.at;
import static parigot.peers.TestNode.lower;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static void bothSay(TestNode a, TestNode b, String sentence) {
    assertThat(b.events.next(Events.Refused.class)).isEqualTo(new Events.Refused("a", sentence));
    assertThat(a.events.next(Events.Refused.class)).isEqualTo(new Events.Refused("b", sentence));
    assertThat(a.links.views().get(0).lastRefusal()).hasValue(sentence);
    assertThat(a.events.all(Events.Linked.class)).isEmpty();
    assertThat(b.events.all(Events.Linked.class)).isEmpty();
  }

  @Test
  void anotherApplicationIsRefused() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode a =
            TestNode.open(new Introduction("store", "a", "c0ffee", 1), PLAIN, b.reached())) {
      bothSay(
          a,
          b,
          "Node b runs the application shop and node a the application store: nodes of one"
              + " placement run the same.");
    }
  }

  @Test
  void anotherPlacementIsRefusedOnceForEachCauseHoweverOftenItIsDialled() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode a = TestNode.open(new Introduction("shop", "a", "decaf", 1), PLAIN, b.reached())) {
      bothSay(
          a,
          b,
          "Node b was started with the placement c0ffee and node a with decaf: start both with the"
              + " same file.");
      a.leave();
      // Another cause shows that the one before was told once, although it was dialled again.
      try (TestNode other =
          TestNode.open(new Introduction("store", "a", "c0ffee", 1), PLAIN, b.reached())) {
        other.events.next(Events.Refused.class);
        assertThat(b.events.next(Events.Refused.class).sentence()).contains("store");
        assertThat(b.events.all(Events.Refused.class)).hasSize(2);
      }
    }
  }

  @Test
  void aNodeThatThePlacementDoesNotHaveIsRefused() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode stranger = TestNode.open("aa", PLAIN, b.reached())) {
      String sentence = "Node b's placement has no node aa.";
      assertThat(b.events.next(Events.Refused.class))
          .isEqualTo(new Events.Refused("127.0.0.1", sentence));
      assertThat(stranger.events.next(Events.Refused.class).sentence()).isEqualTo(sentence);
    }
  }

  @Test
  void aSecondProcessOfTheSameNameIsRefused() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode twin = TestNode.open("b", PLAIN, at("c", b.address().getPort()))) {
      String sentence = "A second process calls itself node b: each node runs once.";
      assertThat(b.events.next(Events.Refused.class).sentence()).isEqualTo(sentence);
      assertThat(twin.events.next(Events.Refused.class))
          .isEqualTo(new Events.Refused("c", sentence));
    }
  }

  @Test
  void whoLooksForAnotherNodeIsTold() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode a = TestNode.open("a", PLAIN, at("c", b.address().getPort()))) {
      String sentence =
          "Node a looked for node c and found node b: the placement's host or port is wrong.";
      assertThat(a.events.next(Events.Refused.class)).isEqualTo(new Events.Refused("c", sentence));
      assertThat(b.events.next(Events.Refused.class)).isEqualTo(new Events.Refused("a", sentence));
    }
  }

  @Test
  void aPortThatIsTakenIsSaid() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  TestNode.open(
                      new Introduction("shop", "a", "c0ffee", 1), taken.getLocalPort(), PLAIN))
          .isInstanceOf(LinkException.class)
          .hasMessage(
              "Node a cannot listen on 127.0.0.1:%d, its host and port in the placement: %s.",
              taken.getLocalPort(), "Address already in use");
    }
  }

  @Test
  void withoutTlsAnAddressThatIsNotLoopbackIsRefused() {
    assertThatThrownBy(
            () ->
                Links.open(
                    new Introduction("shop", "a", "c0ffee", 1),
                    new NodeAddress("a", "0.0.0.0", 0),
                    List.of(),
                    Set.of(),
                    PLAIN,
                    new Events()))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("is not a loopback address")
        .hasMessageContaining("parigot.link.tls");
    // An address for documents, which nobody has.
    try (TestNode a = TestNode.open("a", PLAIN, new NodeAddress("b", "192.0.2.1", 7440))) {
      assertThat(a.events.next(Events.Refused.class).sentence())
          .contains("Node b (192.0.2.1:7440)", "is not a loopback address");
    }
  }

  @Test
  void withoutTlsAnyAddressIsAllowedWhenTheOperatorSaysSo() {
    LinkSettings insecure =
        new LinkSettings(
            PLAIN.heartbeat(),
            PLAIN.silence(),
            PLAIN.queueBytes(),
            PLAIN.longestFrame(),
            Optional.empty(),
            true);
    try (Links links =
        Links.open(
            new Introduction("shop", "a", "c0ffee", 1),
            new NodeAddress("a", "0.0.0.0", 0),
            List.of(),
            Set.of(),
            insecure,
            new Events())) {
      assertThat(links.address().getPort()).isPositive();
    }
  }

  @Test
  void twoNodesOfOneNameAreRefused() {
    assertThatThrownBy(() -> TestNode.open("a", PLAIN, lower("b"), lower("b")))
        .isInstanceOf(LinkException.class)
        .hasMessage("There are two nodes of the name b.");
    assertThatThrownBy(() -> TestNode.open("a", PLAIN, lower("a")))
        .isInstanceOf(LinkException.class)
        .hasMessage("There are two nodes of the name a.");
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThatThrownBy(
            () ->
                new LinkSettings(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    1000,
                    1000,
                    Optional.empty(),
                    false))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("at least twice the heartbeat");
    assertThatThrownBy(
            () ->
                new LinkSettings(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(3),
                    1000,
                    1000,
                    Optional.empty(),
                    false))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("the longest frame may have 1000");
  }
}
