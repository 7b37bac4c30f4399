package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.runtime.testing.Within;
import trial.v1.host.Words;

/** What connections of gRPC may cost, and how the edge and its clients learn that one is dead. */
@Timeout(60)
class ConnectionsTest {
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int ACKNOWLEDGED = 1;
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int PING_LENGTH = 8;

  /** A connection of HTTP/2, spoken frame by frame. */
  private static final class Http2 implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    /** A frame that has come in. */
    private record Frame(int type, int flags, byte[] content) {}

    Http2(TrialApplication application) throws IOException {
      socket = new Socket("127.0.0.1", application.grpcPort());
      socket.setSoTimeout((int) Within.LIMIT.toMillis());
      in = new DataInputStream(socket.getInputStream());
      socket
          .getOutputStream()
          .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      send(SETTINGS, 0, new byte[0]);
    }

    void send(int type, int flags, byte[] content) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(0);
      out.writeShort(content.length);
      out.writeByte(type);
      out.writeByte(flags);
      out.writeInt(0);
      out.write(content);
      socket.getOutputStream().write(bytes.toByteArray());
    }

    /** The next frame of this type; those of others before it are passed over. */
    Frame next(int type) throws IOException {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        Frame frame = new Frame(in.readUnsignedByte(), in.readUnsignedByte(), content(length));
        if (frame.type() == type) {
          return frame;
        }
      }
    }

    private byte[] content(int length) throws IOException {
      int unusedStream = in.readInt();
      return in.readNBytes(length);
    }

    /** What comes until the other side closes it, of this type. */
    List<Frame> rest(int type) throws IOException {
      List<Frame> frames = new ArrayList<>();
      try {
        while (true) {
          frames.add(next(type));
        }
      } catch (EOFException e) {
        return frames;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aClientThatDoesNotSayThatItIsThereIsClosedAndOneThatDoesIsNot() throws Exception {
    try (TrialApplication application =
            TrialApplication.open(
                    "parigot.edge.grpc { keep-alive-time = 10 s, keep-alive-timeout = 500 ms }")
                .trial()
                .launched();
        Http2 dead = new Http2(application);
        Http2 alive = new Http2(application)) {
      Http2.Frame question = alive.next(PING);
      assertThat(question.flags()).isZero();
      alive.send(PING, ACKNOWLEDGED, question.content());

      // It is asked, too, and does not answer.
      assertThat(dead.rest(PING)).hasSize(1);

      byte[] content = "the same".getBytes(StandardCharsets.US_ASCII);
      alive.send(PING, 0, content);
      assertThat(alive.next(PING).content()).isEqualTo(content);
    }
  }

  @Test
  void aClientThatAsksTooOftenIsClosedAndToldWhy() throws Exception {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge.grpc.keep-alive-least = 1 h").trial().launched();
        Http2 impatient = new Http2(application)) {
      // The first one counts for nothing, and two are forgiven.
      for (int i = 0; i < 4; i++) {
        impatient.send(PING, 0, new byte[PING_LENGTH]);
      }
      assertThat(impatient.rest(GOAWAY))
          .last()
          .satisfies(
              frame ->
                  assertThat(new String(frame.content(), StandardCharsets.US_ASCII))
                      .endsWith("too_many_pings"));
    }
  }

  @Test
  void aClientMayAskAsOftenAsItIsAllowedTo() throws Exception {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge.grpc.keep-alive-least = 1 ms").trial().launched();
        Http2 patient = new Http2(application)) {
      for (int i = 0; i < 20; i++) {
        patient.send(PING, 0, new byte[PING_LENGTH]);
        Http2.Frame answer = patient.next(PING);
        // The server has seen the question by now, however late it was.
        long answered = System.nanoTime();
        assertThat(answer.flags()).isEqualTo(ACKNOWLEDGED);
        TrialApplication.await("the time is up", () -> System.nanoTime() - answered > 2_000_000);
      }
    }
  }

  @Test
  void aClientIsToldHowManyCallsAConnectionMayHaveAndMoreWaitAtTheClient() throws Exception {
    try (TrialApplication application =
            TrialApplication.open("parigot.edge.max-calls-per-connection = 2").trial().launched();
        Http2 told = new Http2(application);
        GrpcClient client = application.client()) {
      byte[] settings = told.next(SETTINGS).content();
      DataInputStream entries = new DataInputStream(new ByteArrayInputStream(settings));
      List<String> found = new ArrayList<>();
      for (int i = 0; i < settings.length / 6; i++) {
        found.add(entries.readUnsignedShort() + " = " + entries.readInt());
      }
      assertThat(found).contains(MAX_CONCURRENT_STREAMS + " = 2");

      List<CompletableFuture<Words>> calls = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        calls.add(client.begin("Echo", "number " + i));
      }
      for (int i = 0; i < calls.size(); i++) {
        assertThat(calls.get(i).get().getText()).isEqualTo("number " + i);
      }
    }
  }
}
