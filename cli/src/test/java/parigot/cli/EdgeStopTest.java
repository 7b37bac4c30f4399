package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients of the edge see of a process that is told to end while they are served. */
@Timeout(120)
class EdgeStopTest {
  private static final int CLIENTS = 60;

  /** How many requests of each client are answered before the signal. */
  private static final int BEFORE = 5;

  private static final String TEXT = ".google.protobuf.StringValue";

  @TempDir Path temporary;

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static byte[] descriptors() {
    return FileDescriptorSet.newBuilder()
        .addFile(
            FileDescriptorProto.newBuilder()
                .setName("stop/v1/stop.proto")
                .setPackage("stop.v1")
                .setSyntax("proto3")
                .addDependency("google/protobuf/wrappers.proto")
                .addService(
                    ServiceDescriptorProto.newBuilder()
                        .setName("Echo")
                        .addMethod(
                            MethodDescriptorProto.newBuilder()
                                .setName("Echo")
                                .setInputType(TEXT)
                                .setOutputType(TEXT))))
        .build()
        .toByteArray();
  }

  @Test
  void eachRequestIsAnsweredOnceOrRefusedOrItsConnectionClosed() throws Exception {
    int port = freePort();
    GuestFolder folder = new GuestFolder(temporary);
    folder.write("echo.binpb", descriptors());
    folder.application(
        """
        echo { wasm = reactor.wasm, descriptors = echo.binpb, args = [
          "register echo", "export stop.v1 echo", "bind Echo delay 20000", "launch"
        ] }
        """);
    folder.write(
        "served.conf",
        """
        include "application.conf"
        parigot.edge { services = ["stop.v1.*"], http.port = %d }
        """
            .formatted(port));
    ExecutorService clients = Executors.newCachedThreadPool();
    AtomicBoolean signalled = new AtomicBoolean();
    try (ParigotProcess process = folder.start("run", "-v", "served.conf")) {
      process.awaitErr(line -> line.contains("HTTP listens on"));
      awaitHealth(port);
      CountDownLatch served = new CountDownLatch(CLIENTS * BEFORE);
      List<Future<List<String>>> seen = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        String text = "client " + i;
        seen.add(clients.submit(() -> untilTheEnd(port, text, served, signalled)));
      }
      assertThat(served.await(60, TimeUnit.SECONDS)).isTrue();

      signalled.set(true);
      process.signal("TERM");

      List<String> wrong = new ArrayList<>();
      for (Future<List<String>> client : seen) {
        wrong.addAll(client.get(60, TimeUnit.SECONDS));
      }
      assertThat(wrong).as("what clients should not have got").isEmpty();
      ParigotProcess.Result result = process.result();
      assertThat(result.code()).isZero();
      assertThat(result.said()).noneMatch(line -> line.contains("stop-grace"));
    } finally {
      clients.shutdownNow();
    }
  }

  /** Until the application says that it runs. */
  private static void awaitHealth(int port) throws IOException {
    boolean runs;
    do {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(30_000);
        write(socket, "GET /health HTTP/1.1\r\nHost: a\r\n\r\n");
        runs = answer(socket.getInputStream()).get(0).startsWith("HTTP/1.1 200 ");
      }
    } while (!runs);
  }

  private static void write(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  /** Asks again and again. Answers with what it should not have got. */
  private static List<String> untilTheEnd(
      int port, String text, CountDownLatch served, AtomicBoolean signalled) {
    String body = "\"%s\"".formatted(text);
    String request =
        "POST /stop.v1.Echo/Echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(body.length(), body);
    List<String> wrong = new ArrayList<>();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      while (true) {
        write(socket, request);
        List<String> answer = answer(socket.getInputStream());
        boolean closes = answer.contains("connection: close");
        if (answer.get(0).startsWith("HTTP/1.1 503 ") && closes) {
          return wrong;
        }
        if (!answer.get(0).startsWith("HTTP/1.1 200 ")
            || !answer.get(answer.size() - 1).equals(body)) {
          wrong.add(answer.toString());
          return wrong;
        }
        served.countDown();
        if (closes) {
          return wrong;
        }
      }
    } catch (SocketTimeoutException e) {
      wrong.add(text + " waits for ever");
    } catch (IOException e) {
      if (!signalled.get()) {
        wrong.add(text + ": " + e);
      }
    }
    return wrong;
  }

  /** The lines of the answer's head, in small letters, and its body. */
  private static List<String> answer(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(lines.isEmpty() ? line : line.toLowerCase(Locale.ROOT));
      if (lines.get(lines.size() - 1).startsWith("content-length: ")) {
        length = Integer.parseInt(line.substring("content-length: ".length()));
      }
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("in the body of " + lines);
    }
    lines.add(new String(body, StandardCharsets.UTF_8).strip());
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
