package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ConnectivityState;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import trial.v1.host.Words;

/** Connections of those who mean no good, or do not know better. */
@Tag("once")
@Timeout(120)
class StrangersTest {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** An empty SETTINGS frame. */
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  private static SocketChannel connect(TrialApplication application) {
    try {
      return SocketChannel.open(new InetSocketAddress("127.0.0.1", application.grpcPort()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void close(List<SocketChannel> channels) throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }

  /** Reads to the end, which the other side makes. */
  private static void awaitEnd(SocketChannel channel) {
    ByteBuffer into = ByteBuffer.allocate(1024);
    try {
      while (channel.read(into) >= 0) {
        into.clear();
      }
    } catch (IOException e) {
      // A reset is an end too.
      assertThat(e).hasMessageContaining("reset");
    }
  }

  @Test
  void tenThousandDamagedRequestsLeaveTheHostUp() throws Exception {
    SplittableRandom random = new SplittableRandom(20);
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client()) {
      for (int i = 0; i < 10_000; i++) {
        byte[] bytes = damaged(random);
        try (Socket socket = new Socket("127.0.0.1", application.grpcPort())) {
          // So that closing it does not wait for what is on its way.
          socket.setSoLinger(true, 0);
          socket.getOutputStream().write(bytes);
          socket.getOutputStream().flush();
        } catch (IOException e) {
          // It was closed while it was being written to, as it may be.
          continue;
        }
      }
      assertThat(client.call("Echo", "still here").getText()).isEqualTo("still here");
      TrialApplication.await("no call is left", () -> application.application().calls().isEmpty());
    }
  }

  /** Noise, or the right words with a byte changed, or cut off, or frames of noise. */
  private static byte[] damaged(SplittableRandom random) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (random.nextInt(4)) {
      case 0 -> out.write(noise(random, 200));
      case 1 -> {
        byte[] right = request();
        right[random.nextInt(right.length)] ^= (byte) (1 + random.nextInt(255));
        out.write(right);
      }
      case 2 -> {
        byte[] right = request();
        out.write(right, 0, random.nextInt(right.length));
      }
      default -> {
        out.write(PREFACE);
        out.write(SETTINGS);
        for (int i = 0; i < 5; i++) {
          byte[] noise = noise(random, 60);
          frame(out, random.nextInt(12), random.nextInt(256), random.nextInt(4), noise);
        }
      }
    }
    return out.toByteArray();
  }

  private static byte[] noise(SplittableRandom random, int most) {
    byte[] noise = new byte[random.nextInt(most)];
    random.nextBytes(noise);
    return noise;
  }

  private static void frame(OutputStream out, int type, int flags, int stream, byte[] content)
      throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeByte(content.length >> 16);
    data.writeShort(content.length & 0xffff);
    data.writeByte(type);
    data.writeByte(flags);
    data.writeInt(stream);
    data.write(content);
  }

  /** A call of Echo, as a client writes it on a new connection. */
  private static byte[] request() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(PREFACE);
    out.write(SETTINGS);
    frame(out, 1, 4, 1, headers());
    byte[] words = Words.newBuilder().setText("damaged").build().toByteArray();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    new DataOutputStream(message).writeByte(0);
    new DataOutputStream(message).writeInt(words.length);
    message.write(words);
    frame(out, 0, 1, 1, message.toByteArray());
    return out.toByteArray();
  }

  /** The request's, each written out. */
  private static byte[] headers() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String[] header :
        new String[][] {
          {":method", "POST"},
          {":scheme", "http"},
          {":path", "/trial.v1.Trial/Echo"},
          {":authority", "localhost"},
          {"content-type", "application/grpc"},
          {"te", "trailers"}
        }) {
      out.write(0);
      for (String text : header) {
        out.write(text.length());
        out.write(text.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return out.toByteArray();
  }

  @Test
  void theBytesThatAreDamagedAboveAreACall() throws Exception {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        SocketChannel channel = connect(application)) {
      channel.write(ByteBuffer.wrap(request()));
      awaitText(channel, "damaged");
    }
  }

  @Test
  void idleConnectionsBeyondTheLimitAreClosedAndThoseWithinServe() throws Exception {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge.max-connections = 100").trial().launched();
        GrpcClient client = application.client()) {
      assertThat(client.call("Echo", "in time").getText()).isEqualTo("in time");
      List<SocketChannel> idle = new ArrayList<>();
      for (int i = 0; i < 99; i++) {
        idle.add(connect(application));
      }
      try (SocketChannel oneTooMany = connect(application)) {
        awaitEnd(oneTooMany);
      }
      application.log().awaitPart("100 are open (parigot.edge.max-connections).");
      assertThat(client.call("Echo", "still").getText()).isEqualTo("still");
      close(idle);
      TrialApplication.await(
          "there is room again",
          () -> {
            try (GrpcClient other = application.client()) {
              return other.call("Echo", "other").getText().equals("other");
            } catch (StatusRuntimeException e) {
              assertThat(e.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
              return false;
            }
          });
    }
  }

  @Test
  void whoSaysNothingOrStopsInTheMiddleIsClosedOrRefused() throws Exception {
    try (TrialApplication application =
            TrialApplication.open(
                    "parigot.edge { handshake-timeout = 300 ms, body-timeout = 300 ms }")
                .trial()
                .launched();
        SocketChannel silent = connect(application);
        SocketChannel halfway = connect(application)) {
      halfway.write(ByteBuffer.wrap(PREFACE, 0, 10));
      awaitEnd(silent);
      awaitEnd(halfway);

      // A request without its end.
      byte[] request = request();
      try (SocketChannel slow = connect(application)) {
        slow.write(ByteBuffer.wrap(request, 0, request.length - 3));
        awaitText(slow, "The request did not come in in time (parigot.edge.body-timeout).");
      }
    }
  }

  private static void awaitText(SocketChannel channel, String text) throws IOException {
    StringBuilder read = new StringBuilder();
    ByteBuffer into = ByteBuffer.allocate(1024);
    while (read.indexOf(text) < 0) {
      assertThat(channel.read(into)).as(read.toString()).isNotNegative();
      read.append(StandardCharsets.ISO_8859_1.decode(into.flip()));
      into.clear();
    }
  }

  @Test
  void aConnectionWithoutCallsIsClosed() {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge.idle-timeout = 1 s").trial().launched();
        GrpcClient client = application.client()) {
      assertThat(client.call("Echo", "first").getText()).isEqualTo("first");
      TrialApplication.await(
          "it is closed", () -> client.channel().getState(false) == ConnectivityState.IDLE);
      assertThat(client.call("Echo", "second").getText()).isEqualTo("second");
    }
  }

  @Test
  void twoThousandSlowClientsKeepNobodyFromBeingServed() throws Exception {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge { max-in-flight = 10, body-timeout = 60 s }")
                .trial()
                .launched();
        GrpcClient client = application.client()) {
      byte[] request = request();
      List<SocketChannel> slow = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        SocketChannel channel = connect(application);
        channel.write(ByteBuffer.wrap(request, 0, request.length - 1));
        slow.add(channel);
      }
      for (int i = 0; i < 100; i++) {
        assertThat(client.call("Echo", "quick").getText()).isEqualTo("quick");
      }
      close(slow);
    }
  }

  @Test
  void aClientThatDoesNotTakeItsAnswersIsClosed() throws Exception {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge { answer-timeout = 300 ms }").trial().launched();
        GrpcClient client = application.client();
        SocketChannel deaf = connect(application)) {
      // Its window is closed: no byte of an answer may be sent to it.
      ByteArrayOutputStream settings = new ByteArrayOutputStream();
      new DataOutputStream(settings).writeShort(4);
      new DataOutputStream(settings).writeInt(0);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(PREFACE);
      frame(out, 4, 0, 0, settings.toByteArray());
      byte[] request = request();
      out.write(
          request,
          PREFACE.length + SETTINGS.length,
          request.length - PREFACE.length - SETTINGS.length);
      deaf.write(ByteBuffer.wrap(out.toByteArray()));
      awaitEnd(deaf);
      application.log().awaitPart("its client does not take its answer");
      assertThat(client.call("Echo", "I do").getText()).isEqualTo("I do");
    }
  }

  @Test
  void headersOverTheLimitAreRefused() {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge.max-header-size = 1 KiB").trial().launched();
        GrpcClient client = application.client().header("x-request-id", "x".repeat(2000))) {
      assertThatThrownBy(() -> client.call("Echo", "x"))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure ->
                  assertThat(failure.getStatus().getCode())
                      .isIn(Code.RESOURCE_EXHAUSTED, Code.INTERNAL, Code.UNKNOWN));
    }
  }

  @Test
  void forwardedHeadersThatNoCallMayHaveAreRefused() {
    try (TrialApplication application = TrialApplication.open().trial().launched();
        GrpcClient client = application.client().header("x-request-id", "x".repeat(5000))) {
      assertThatThrownBy(() -> client.call("Echo", "x"))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure -> {
                assertThat(failure.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                assertThat(failure.getStatus().getDescription())
                    .isEqualTo("The headers that are handed on take more than 4096 bytes.");
              });
    }
  }
}
