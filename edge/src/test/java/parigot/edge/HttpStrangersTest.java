package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HTTP connections of those who mean no good, or do not know better. */
@Tag("once")
@Timeout(120)
class HttpStrangersTest {
  private static final String RIGHT =
      "{\"text\": \"damaged\", \"number\": 12, \"more\": [{\"text\": \"a\"}, {\"number\": -1}]}";

  private static String head(int length, String type) {
    return "POST /trial.v1.Trial/Echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/%s\r\nContent-Length: %d\r\n\r\n"
        .formatted(type, length);
  }

  /** The status of the next answer, whose length is said. */
  private static int answer(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("it ended: " + head);
      }
      head.append((char) next);
    }
    String length = "content-length: ";
    int at = head.indexOf(length) + length.length();
    in.skipNBytes(Long.parseLong(head.substring(at, head.indexOf("\r\n", at))));
    return Integer.parseInt(head.substring("HTTP/1.1 ".length()).substring(0, 3));
  }

  @Test
  void tenThousandDamagedBodiesAreEachAnsweredOnce() throws IOException {
    SplittableRandom random = new SplittableRandom(20);
    try (TrialApplication application = TrialApplication.http().trial().launched();
        Socket socket = new Socket("127.0.0.1", application.httpPort())) {
      InputStream in = socket.getInputStream();
      int refused = 0;
      for (int i = 0; i < 10_000; i++) {
        byte[] body = RIGHT.getBytes(StandardCharsets.UTF_8);
        for (int damage = random.nextInt(1, 4); damage > 0; damage--) {
          body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(body.length) : body.length;
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(head(length, "json").getBytes(StandardCharsets.US_ASCII));
        request.write(body, 0, length);
        socket.getOutputStream().write(request.toByteArray());
        int status = answer(in);
        assertThat(status).isIn(200, 400);
        refused += status == 400 ? 1 : 0;
      }
      assertThat(refused).isGreaterThan(5_000);
      assertThat(new HttpClients(application.httpPort()).json("Echo", RIGHT).status())
          .isEqualTo(200);
    }
  }

  @Test
  void damagedRequestsLeaveTheHostUp() throws IOException {
    SplittableRandom random = new SplittableRandom(21);
    byte[] right = (head(RIGHT.length(), "json") + RIGHT).getBytes(StandardCharsets.UTF_8);
    try (TrialApplication application = TrialApplication.http().trial().launched()) {
      for (int i = 0; i < 2_000; i++) {
        byte[] bytes = right.clone();
        if (random.nextBoolean()) {
          random.nextBytes(bytes);
        } else {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try (Socket socket = new Socket("127.0.0.1", application.httpPort())) {
          socket.setSoLinger(true, 0);
          socket.getOutputStream().write(bytes, 0, random.nextInt(1, bytes.length));
          socket.getOutputStream().flush();
        } catch (IOException e) {
          // It was closed while it was being written to, as it may be.
          continue;
        }
      }
      assertThat(new HttpClients(application.httpPort()).json("Echo", RIGHT).status())
          .isEqualTo(200);
      TrialApplication.await("no call is left", () -> application.application().calls().isEmpty());
    }
  }

  @Test
  void twoThousandSlowClientsKeepNobodyFromBeingServed() throws IOException {
    try (TrialApplication application =
        TrialApplication.http("parigot.edge { max-in-flight = 10, body-timeout = 60 s }")
            .trial()
            .launched()) {
      List<SocketChannel> slow = new ArrayList<>();
      byte[] begun = (head(1000, "json") + "{").getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 2000; i++) {
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress("127.0.0.1", application.httpPort()));
        channel.write(ByteBuffer.wrap(begun));
        slow.add(channel);
      }
      HttpClients client = new HttpClients(application.httpPort());
      for (int i = 0; i < 100; i++) {
        assertThat(client.json("Echo", "{}").status()).isEqualTo(200);
      }
      for (SocketChannel channel : slow) {
        channel.close();
      }
    }
  }

  @Test
  void tenThousandIdleConnectionsKeepNobodyFromBeingServed() throws Exception {
    assumeThat(mostFiles()).as("how many files a process may open here").isGreaterThan(12_000);
    try (TrialApplication application =
        TrialApplication.http("parigot.edge { max-connections = 11000, handshake-timeout = 60 s }")
            .trial()
            .launched()) {
      Process idle =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  IdleClients.class.getName(),
                  Integer.toString(application.httpPort()),
                  "10000")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader said =
          new BufferedReader(
              new InputStreamReader(idle.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(said.readLine()).isEqualTo("open 10000");
        HttpClients client = new HttpClients(application.httpPort());
        for (int i = 0; i < 100; i++) {
          assertThat(client.json("Echo", "{}").status()).isEqualTo(200);
        }
      } finally {
        idle.getOutputStream().close();
        assertThat(idle.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static long mostFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  @Test
  void requestsDuringARestartAreEachAnsweredOnce() throws Exception {
    try (TrialApplication application =
        TrialApplication.http("parigot.guests.trial.restart-backoff.min = 50 ms")
            .trial()
            .launched()) {
      HttpClients client = new HttpClients(application.httpPort());
      List<Integer> statuses = new ArrayList<>();
      for (int restart = 0; restart < 5; restart++) {
        assertThat(client.json("Trap", "{}").status()).isEqualTo(500);
        int status;
        do {
          status = client.json("Echo", "{}").status();
          statuses.add(status);
        } while (status != 200);
      }
      // It was not carried out, or it was: never is it said that nobody knows.
      assertThat(statuses).containsOnly(200, 503).contains(503);
    }
  }
}
