package parigot.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.peers.TestNode.PLAIN;
import static parigot.peers.TestNode.lower;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinksTest {
  @Test
  void bothNodesAreToldThatTheyAreLinkedAndCanTalk() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode a = TestNode.open("a", PLAIN, b.reached())) {
      Events.Linked atA = a.linked();
      Events.Linked atB = b.linked();
      assertThat(atA.node()).isEqualTo("b");
      assertThat(atB.node()).isEqualTo("a");
      assertThat(a.send(atA, "to b", 1)).isTrue();
      assertThat(b.received()).isEqualTo("to b");
      assertThat(b.send(atB, "to a", 1)).isTrue();
      assertThat(a.received()).isEqualTo("to a");
    }
  }

  @Test
  void framesComeInTheirOrderWithTheirContent() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode a = TestNode.open("a", PLAIN, b.reached())) {
      Events.Linked atA = a.linked();
      Random random = new Random(7);
      int count = 2000;
      byte[][] sent = new byte[count][];
      long bytes = 0;
      for (int i = 0; i < count; i++) {
        // Mostly short ones, some that are written in several parts, and empty ones.
        sent[i] = new byte[i % 200 == 7 ? random.nextInt(1 << 20) : random.nextInt(200)];
        random.nextBytes(sent[i]);
        bytes += sent[i].length;
        ByteString frame = ByteString.copyFrom(sent[i]);
        while (!a.links.send("b", atA.session(), frame, i)) {
          // The queue is full.
          a.events.next(Events.Written.class);
        }
      }
      for (byte[] frame : sent) {
        assertThat(b.events.next(Events.Received.class).frame().toByteArray()).isEqualTo(frame);
      }
      a.leave();
      b.events.next(Events.Lost.class);
      assertThat(a.events.all(Events.Written.class).stream().mapToLong(Events.Written::bytes).sum())
          .isEqualTo(bytes);
    }
  }

  @Test
  void aFrameOfTheLongestLengthComesAndALongerOneIsNotTaken() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode a = TestNode.open("a", PLAIN, b.reached())) {
      Events.Linked atA = a.linked();
      ByteString longest = ByteString.copyFrom(new byte[PLAIN.longestFrame()]);
      assertThat(a.links.send("b", atA.session(), longest.concat(longest), 1)).isFalse();
      assertThat(a.links.send("b", atA.session(), longest, 2)).isTrue();
      assertThat(b.events.next(Events.Received.class).frame()).isEqualTo(longest);
    }
  }

  @Test
  void whoLeavesSaysSoAndWritesWhatWaitsBefore() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode a = TestNode.open("a", PLAIN, b.reached())) {
      Events.Linked atA = a.linked();
      int count = 500;
      for (int i = 0; i < count; i++) {
        assertThat(a.send(atA, "frame " + i, i)).isTrue();
      }
      a.leave();
      Events.Lost atB = b.events.next(Events.Lost.class);
      assertThat(atB.why()).isEqualTo("it has left");
      assertThat(b.events.all(Events.Received.class)).hasSize(count);
      Events.Lost lost = a.events.next(Events.Lost.class);
      assertThat(lost.why()).isEqualTo("this node has left");
      assertThat(lost.unwritten()).isEmpty();
      assertThat(a.send(atA, "too late", 1)).isFalse();
    }
  }

  @Test
  void theNodeThatIsDialledMayLeaveToo() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode a = TestNode.open("a", PLAIN, b.reached())) {
      a.linked();
      Events.Linked atB = b.linked();
      assertThat(b.send(atB, "last words", 1)).isTrue();
      b.leave();
      assertThat(a.received()).isEqualTo("last words");
      assertThat(a.events.next(Events.Lost.class).why()).isEqualTo("it has left");
    }
  }

  @Test
  void aNodeThatComesBackIsLinkedAgainWithALaterSession() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode a = TestNode.open("a", PLAIN, b.reached())) {
      long first = a.linked().session();
      b.linked();
      int port = b.address().getPort();
      b.leave();
      assertThat(a.events.next(Events.Lost.class).session()).isEqualTo(first);
      try (TestNode again =
          TestNode.open(new Introduction("shop", "b", "c0ffee", 2), port, PLAIN, lower("a"))) {
        Events.Linked second = a.linked();
        assertThat(second.session()).isGreaterThan(first);
        assertThat(a.links.send("b", first, ByteString.EMPTY, 1)).isFalse();
        assertThat(a.send(second, "hello again", 1)).isTrue();
        assertThat(again.received()).isEqualTo("hello again");
      }
    }
  }

  @Test
  void threeNodesAreLinkedEachWithEach() {
    try (TestNode c = TestNode.open("c", PLAIN, lower("a"), lower("b"));
        TestNode b = TestNode.open("b", PLAIN, lower("a"), c.reached());
        TestNode a = TestNode.open("a", PLAIN, b.reached(), c.reached())) {
      TestNode[] nodes = {a, b, c};
      List<Events.Linked> links = new ArrayList<>();
      for (TestNode node : nodes) {
        Events.Linked one = node.linked();
        Events.Linked other = node.linked();
        assertThat(one.node()).isNotEqualTo(other.node());
        assertThat(other.session()).isGreaterThan(one.session());
        links.add(one);
        links.add(other);
      }
      for (int i = 0; i < links.size(); i++) {
        assertThat(nodes[i / 2].send(links.get(i), "hi", 1)).isTrue();
      }
      for (TestNode node : nodes) {
        assertThat(node.received()).isEqualTo("hi");
        assertThat(node.received()).isEqualTo("hi");
      }
    }
  }

  @Test
  void viewsShowWhatIsLinkedAndHowFarAwayItIs() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode a = TestNode.open("a", PLAIN, b.reached())) {
      Events.Linked atA = a.linked();
      LinkView view = a.links.views().get(0);
      assertThat(view.node()).isEqualTo("b");
      assertThat(view.address()).isEqualTo(b.reached());
      assertThat(view.session()).hasValue(atA.session());
      assertThat(view.linkedSince()).isPresent();
      assertThat(view.roundTrip())
          .hasValueSatisfying(
              trip -> assertThat(trip).isBetween(Duration.ZERO, Duration.ofSeconds(30)));
      assertThat(view.queuedBytes()).isZero();
      assertThat(view.lastRefusal()).isEmpty();
      b.leave();
      a.events.next(Events.Lost.class);
      LinkView after = a.links.views().get(0);
      assertThat(after.session()).isEmpty();
      assertThat(after.lastTrouble()).isPresent();
    }
  }
}
