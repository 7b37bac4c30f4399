package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of a process that is told to end while they are served. */
@Timeout(120)
class StopUnderLoadTest {
  private static final int CLIENTS = 60;

  /** How many requests of each client are answered before the signal. */
  private static final int BEFORE = 5;

  @TempDir Path temporary;

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  @Test
  void eachRequestIsAnsweredOrRefusedInOrder() throws Exception {
    int port = freePort();
    GuestFolder folder = new GuestFolder(temporary);
    folder.application(
        """
        front { wasm = hungry-reactor.wasm, plugins = [file, httpconnector, log, nutsdb, queue], args = [
          "register front", "export httpconnector.v1 http_connector", "bind Handle page 20000", "launch"
        ] }
        """);
    folder.write(
        "served.conf",
        """
        include "application.conf"
        parigot.plugins.httpconnector.port = %d
        """
            .formatted(port));
    ExecutorService clients = Executors.newCachedThreadPool();
    try (ParigotProcess process = folder.start("run", "-v", "served.conf")) {
      process.awaitErr(line -> line.contains("Listening on"));
      CountDownLatch served = new CountDownLatch(CLIENTS * BEFORE);
      List<Future<List<String>>> seen = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        boolean keepsConnection = i % 2 == 0;
        seen.add(clients.submit(() -> untilRefused(port, keepsConnection, served)));
      }
      assertThat(served.await(60, TimeUnit.SECONDS)).isTrue();

      process.signal("TERM");

      List<String> wrong = new ArrayList<>();
      for (Future<List<String>> client : seen) {
        wrong.addAll(client.get(60, TimeUnit.SECONDS));
      }
      assertThat(wrong).as("what clients got beside 200, and 503 in the end").isEmpty();
      ParigotProcess.Result result = process.result();
      assertThat(result.code()).isZero();
      assertThat(result.said()).noneMatch(line -> line.contains("stop-grace"));
    } finally {
      clients.shutdownNow();
    }
  }

  /** Asks again and again until it is refused. Answers with what it should not have got. */
  private static List<String> untilRefused(
      int port, boolean keepsConnection, CountDownLatch served) {
    List<String> wrong = new ArrayList<>();
    boolean refused = false;
    while (!refused && wrong.isEmpty()) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(30_000);
        boolean open = true;
        while (open) {
          socket
              .getOutputStream()
              .write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          List<String> head = head(socket.getInputStream());
          boolean closes = head.contains("Connection: close");
          refused = head.get(0).startsWith("HTTP/1.1 503 ");
          if (refused ? !closes : !head.get(0).equals("HTTP/1.1 200 OK")) {
            wrong.add(head.toString());
          }
          served.countDown();
          open = keepsConnection && !refused && !closes;
        }
      } catch (IOException e) {
        wrong.add(e + (refused ? " after a refusal" : ""));
      }
    }
    return wrong;
  }

  /** The lines of the answer's head. The body has come whole then, too. */
  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
      if (line.startsWith("Content-Length: ")) {
        length = Integer.parseInt(line.substring("Content-Length: ".length()));
      }
    }
    if (in.readNBytes(length).length < length) {
      throw new EOFException("in the body of " + lines);
    }
    return lines;
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("after \"%s\"".formatted(line.toString(StandardCharsets.US_ASCII)));
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.US_ASCII);
  }
}
