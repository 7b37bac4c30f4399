package parigot.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.peers.TestNode.PLAIN;
import static parigot.peers.TestNode.SILENCE;
import static parigot.peers.TestNode.at;
import static parigot.peers.TestNode.lower;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import parigot.peers.proxy.LinkProxy;

/** Networks that hold back, delay and cut, and processes that stand still or die. */
@Tag("once")
class FaultsTest {
  private static final int FRAME = 64 * 1024;

  private TestNode a;
  private TestNode b;
  private LinkProxy proxy;
  private Events.Linked atA;
  private Events.Linked atB;

  @BeforeEach
  void link() {
    b = TestNode.open("b", PLAIN, lower("a"));
    proxy = LinkProxy.to(b.address());
    a = TestNode.open("a", PLAIN, at("b", proxy.port()));
    atA = a.linked();
    atB = b.linked();
  }

  @AfterEach
  void close() {
    proxy.close();
    a.close();
    b.close();
  }

  private void linkedAgain() {
    Events.Linked againAtA = a.linked();
    Events.Linked againAtB = b.linked();
    assertThat(againAtA.session()).isGreaterThan(atA.session());
    assertThat(againAtB.session()).isGreaterThan(atB.session());
    assertThat(a.send(againAtA, "again", 1)).isTrue();
    assertThat(b.events.next(Events.Received.class).frame().toStringUtf8()).isEqualTo("again");
    assertThat(a.send(atA, "of the session before", 1)).isFalse();
  }

  @Test
  void aCutConnectionIsLostOnBothSidesAndLinkedAgain() {
    proxy.cut();
    assertThat(a.events.next(Events.Lost.class).session()).isEqualTo(atA.session());
    assertThat(b.events.next(Events.Lost.class).session()).isEqualTo(atB.session());
    proxy.mend();
    linkedAgain();
  }

  @Test
  void aNetworkThatCarriesNothingIsNoticedBySilenceAndWhatItHeldIsNeverTold() {
    proxy.hold();
    for (long tag = 0; tag < 20; tag++) {
      assertThat(a.send(atA, "held", tag)).isTrue();
    }
    assertThat(a.events.next(Events.Lost.class).why()).contains("nothing was heard from it");
    assertThat(b.events.next(Events.Lost.class).why()).contains("nothing was heard from it");
    proxy.release();
    linkedAgain();
    assertThat(b.events.all(Events.Received.class))
        .extracting(event -> event.frame().toStringUtf8())
        .containsExactly("again");
  }

  @Test
  void aDirectionThatCarriesNothingEndsTheSessionOnBothSides() {
    proxy.hold(LinkProxy.Direction.DIALLED);
    assertThat(b.events.next(Events.Lost.class).why()).contains("nothing was heard from it");
    // It sees that the other side has hung up, for that direction carries.
    a.events.next(Events.Lost.class);
    proxy.release();
    linkedAgain();
  }

  @Test
  void theOtherDirectionThatCarriesNothingEndsTheSessionOnBothSides() {
    proxy.hold(LinkProxy.Direction.ANSWERED);
    assertThat(a.events.next(Events.Lost.class).why()).contains("nothing was heard from it");
    b.events.next(Events.Lost.class);
    proxy.release();
    linkedAgain();
  }

  @Test
  void aNodeIsNotLinkedByAConnectionThatNobodyAnswers() {
    proxy.hold();
    a.events.next(Events.Lost.class);
    b.events.next(Events.Lost.class);
    // The proxy takes connections, as the system does for a process that stands still.
    long before = proxy.accepted();
    while (proxy.accepted() < before + 2) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(a.links.views().get(0).session()).isEmpty();
    assertThat(a.events.all(Events.Linked.class)).hasSize(1);
    proxy.release();
    linkedAgain();
  }

  @Test
  void aDelayBelowTheSilenceEndsNothingAndIsInTheAge() {
    Duration delay = SILENCE.dividedBy(2);
    proxy.delay(delay);
    assertThat(a.send(atA, "late", 1)).isTrue();
    Events.Received late = b.events.next(Events.Received.class);
    assertThat(late.session()).isEqualTo(atB.session());
    assertThat(late.ageNanos()).isGreaterThanOrEqualTo(delay.toNanos() * 9 / 10);
  }

  @Test
  void theAgeOfAFrameIncludesItsTimeInTheQueue() {
    proxy.hold(LinkProxy.Direction.DIALLED);
    long sent = System.nanoTime();
    assertThat(a.send(atA, "held for a while", 1)).isTrue();
    // Three heartbeats come the other way meanwhile.
    long before = proxy.forwarded();
    while (proxy.forwarded() < before + 100) {
      LockSupport.parkNanos(1_000_000);
    }
    long held = System.nanoTime() - sent;
    proxy.release();
    assertThat(b.events.next(Events.Received.class).ageNanos()).isGreaterThanOrEqualTo(held);
  }

  @Test
  void whatWasNotWrittenIsToldWithItsTags() {
    proxy.hold();
    ByteString frame = ByteString.copyFrom(new byte[FRAME]);
    long tag = 0;
    while (a.links.send("b", atA.session(), frame, tag)) {
      tag++;
    }
    // The network's own buffers may grow and take some more meanwhile.
    assertThat(a.links.views().get(0).queuedBytes()).isGreaterThan(PLAIN.queueBytes() / 2);
    List<Long> unwritten = a.events.next(Events.Lost.class).unwritten();
    long written =
        a.events.all(Events.Written.class).stream().mapToLong(Events.Written::bytes).sum();
    List<Long> expected = new ArrayList<>();
    // One more may have been written in part.
    for (long each = written / FRAME; each < tag; each++) {
      expected.add(each);
    }
    assertThat(unwritten).isEqualTo(expected);
    assertThat(unwritten).isNotEmpty();
  }

  @Test
  void aProcessThatIsKilledAndStartedAgainTakesThePlaceOfTheOneBefore() {
    // The network carries nothing when it dies, so the other side is not told.
    proxy.hold();
    a.close();
    try (TestNode again =
        TestNode.open(new Introduction("shop", "a", "c0ffee", 2), PLAIN, b.reached())) {
      again.linked();
      assertThat(b.events.next(Events.Lost.class).why()).isEqualTo("it has dialled again");
      assertThat(b.linked().session()).isGreaterThan(atB.session());
    }
  }

  @Test
  void anOlderProcessDoesNotTakeThePlaceOfANewerOne() {
    try (TestNode older =
        TestNode.open(new Introduction("shop", "a", "c0ffee", 0), PLAIN, b.reached())) {
      assertThat(older.events.next(Events.Refused.class).sentence())
          .isEqualTo("A later process of node a is linked with node b, so this one has to end.");
      assertThat(b.events.all(Events.Lost.class)).isEmpty();
      assertThat(a.send(atA, "still here", 1)).isTrue();
      assertThat(b.received()).isEqualTo("still here");
    }
  }

  @Test
  void aProcessThatStoodStillDropsWhatWaitedForIt() {
    Events atSender = new Events();
    CountDownLatch sent = atSender.standStillAt(Events.Linked.class);
    Events atReader = new Events();
    atReader.standStillFor(PLAIN.silence().multipliedBy(3), Events.Received.class);
    try (TestNode d =
            TestNode.open(
                new Introduction("shop", "d", "c0ffee", 1), 0, PLAIN, atReader, lower("c"));
        TestNode c =
            TestNode.open(
                new Introduction("shop", "c", "c0ffee", 1), 0, PLAIN, atSender, d.reached())) {
      Events.Linked first = c.linked();
      for (int i = 0; i <= 50; i++) {
        // So that all are written as one.
        assertThat(c.send(first, i == 0 ? "in time" : "stale", i)).isTrue();
      }
      sent.countDown();
      d.linked();
      assertThat(d.received()).isEqualTo("in time");
      c.events.next(Events.Lost.class);
      assertThat(d.events.next(Events.Lost.class).why()).contains("this process stood still");
      d.linked();
      assertThat(c.send(c.linked(), "fresh", 1)).isTrue();
      assertThat(d.received()).isEqualTo("fresh");
      assertThat(d.links.views().get(0).staleFrames()).isEqualTo(50);
    }
  }
}
