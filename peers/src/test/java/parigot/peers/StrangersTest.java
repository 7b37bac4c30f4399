package parigot.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static parigot.peers.TestNode.PLAIN;
import static parigot.peers.TestNode.lower;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import parigot.v1.host.LinkAnswer;
import parigot.v1.host.LinkFrame;
import parigot.v1.host.LinkHeartbeat;

/** Whatever calls a node's port without being a node is sent away and harms no link. */
@Tag("once")
class StrangersTest {
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final int AT_A_TIME = Doors.WAITING + 1000;
  private static final byte[] NO_SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  private TestNode a;
  private TestNode b;
  private Events.Linked atA;

  @BeforeEach
  void link() {
    b = TestNode.open("b", PLAIN, lower("a"));
    a = TestNode.open("a", PLAIN, b.reached());
    atA = a.linked();
    b.linked();
  }

  @AfterEach
  void theLinkStands() {
    assertThat(a.send(atA, "still here", 1)).isTrue();
    assertThat(b.received()).isEqualTo("still here");
    assertThat(a.events.all(Events.Lost.class)).isEmpty();
    assertThat(b.events.all(Events.Linked.class)).hasSize(1);
    a.close();
    b.close();
  }

  private Socket stranger() throws IOException {
    return new Socket(b.address().getAddress(), b.address().getPort());
  }

  /** Says these bytes, and waits until the node has closed the connection. */
  private void isSentAway(byte[] bytes) throws IOException {
    try (Socket stranger = stranger()) {
      stranger.getOutputStream().write(bytes);
      untilClosed(stranger);
    }
  }

  private static void untilClosed(Socket stranger) throws IOException {
    stranger.setSoTimeout(30_000);
    try {
      InputStream said = stranger.getInputStream();
      while (said.read() >= 0) {
        // Until the end.
      }
    } catch (SocketException e) {
      // A reset is an end too.
    }
  }

  private void isToldOf(String what) {
    assertThat(b.events.next(Events.Refused.class))
        .isEqualTo(new Events.Refused("127.0.0.1", "127.0.0.1 " + what + "."));
  }

  @Test
  void http() throws IOException {
    isSentAway("GET / HTTP/1.1\r\nHost: b\r\n\r\n".getBytes(US_ASCII));
    isToldOf("is no node: it does not speak the protocol between nodes");
  }

  @Test
  void tls() throws IOException {
    isSentAway(new byte[] {22, 3, 1, 0, 5});
    isToldOf("speaks TLS, and this node was given no certificate");
  }

  @Test
  void randomBytes() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[1 + random.nextInt(5000)];
      random.nextBytes(bytes);
      isSentAway(bytes);
    }
    isToldOf("is no node: it does not speak the protocol between nodes");
  }

  @Test
  void randomBytesAfterTheStartOfHttp2() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < 20; i++) {
      byte[] bytes = new byte[PREFACE.length + NO_SETTINGS.length + 2000];
      random.nextBytes(bytes);
      System.arraycopy(PREFACE, 0, bytes, 0, PREFACE.length);
      System.arraycopy(NO_SETTINGS, 0, bytes, PREFACE.length, NO_SETTINGS.length);
      isSentAway(bytes);
    }
  }

  @Test
  void halfAFrameAndThenNothing() throws IOException {
    byte[] bytes = new byte[PREFACE.length + 5];
    System.arraycopy(PREFACE, 0, bytes, 0, PREFACE.length);
    isSentAway(bytes);
  }

  @Test
  void silence() throws IOException {
    isSentAway(new byte[0]);
  }

  @Test
  void tenThousandConnectionsThatSayNothing() throws IOException {
    List<Socket> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < 10_000; i++) {
        strangers.add(stranger());
        if (i >= AT_A_TIME) {
          // The oldest was sent away, so files do not run out here either.
          Socket oldest = strangers.get(i - AT_A_TIME);
          untilClosed(oldest);
          oldest.close();
        }
      }
      // And a node still finds its way in.
      try (TestNode second = TestNode.open("aa", PLAIN, b.reached())) {
        assertThat(second.events.next(Events.Refused.class).sentence()).contains("no node aa");
      }
    } finally {
      for (Socket stranger : strangers) {
        stranger.close();
      }
    }
  }

  private void says(LinkFrame... frames) {
    Caller.says(b.address(), Optional.empty(), frames);
  }

  @Test
  void aStreamThatBeginsWithoutAHello() {
    says(LinkFrame.newBuilder().setHeartbeat(LinkHeartbeat.getDefaultInstance()).build());
  }

  @Test
  void anAnswerInsteadOfAHello() {
    says(LinkFrame.newBuilder().setAnswer(LinkAnswer.getDefaultInstance()).build());
  }

  @Test
  void twoHellos() {
    says(Caller.hello(Wire.PROTOCOL, "a", 9, 1), Caller.hello(Wire.PROTOCOL, "a", 9, 1));
  }

  @Test
  void aHelloThatIsNeverConfirmed() {
    says(Caller.hello(Wire.PROTOCOL, "a", 9, 1));
  }

  @Test
  void aConfirmationOfACallBeforeTheLiveOne() {
    says(Caller.hello(Wire.PROTOCOL, "a", 1, 0), Caller.CONFIRMATION);
  }

  @Test
  void aHelloOfAnotherVersion() {
    says(Caller.hello(2, "a", 9, 1));
    assertThat(b.events.next(Events.Refused.class).sentence())
        .isEqualTo(
            "Node b speaks version 1 of the protocol between nodes and node a version 2: run the"
                + " same Parigot on both.");
  }

  @Test
  void namesThatWouldSpoilALog() {
    says(Caller.hello(Wire.PROTOCOL, "x\n\u001b[2J" + "y".repeat(1000), 9, 1));
    assertThat(b.events.next(Events.Refused.class).sentence())
        .startsWith("Node b's placement has no node x??[2Jyyy")
        .hasSizeLessThan(200);
  }

  @Test
  void aFrameOfTwoGibibytes() throws IOException {
    // What gRPC says before a message: not compressed, and its length.
    try (Socket stranger = stranger()) {
      stranger.getOutputStream().write(PREFACE);
      stranger.getOutputStream().write(NO_SETTINGS);
      stranger.getOutputStream().write(headers());
      stranger
          .getOutputStream()
          .write(
              new byte[] {
                0,
                0,
                5,
                0,
                0,
                0,
                0,
                0,
                1, // DATA of stream 1, five bytes
                0,
                0x7f,
                (byte) 0xff,
                (byte) 0xff,
                (byte) 0xff
              });
      untilClosed(stranger);
    }
  }

  /** HEADERS that open stream 1 as a call of Link, in literals of HPACK. */
  private static byte[] headers() throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    String[] fields = {
      ":method", "POST",
      ":scheme", "http",
      ":path", "/" + Wire.LINK.getFullMethodName(),
      ":authority", "b",
      "te", "trailers",
      "content-type", "application/grpc"
    };
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0);
      block.write(fields[i].length());
      block.write(fields[i].getBytes(US_ASCII));
      block.write(fields[i + 1].length());
      block.write(fields[i + 1].getBytes(US_ASCII));
    }
    byte[] bytes = new byte[9 + block.size()];
    bytes[2] = (byte) block.size();
    bytes[3] = 1;
    bytes[4] = 4;
    bytes[8] = 1;
    System.arraycopy(block.toByteArray(), 0, bytes, 9, block.size());
    return bytes;
  }
}
