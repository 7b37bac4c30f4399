package parigot.actors;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static parigot.actors.HostileGuest.ANSWERED;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import parigot.wasm.GuestShape;

/**
 * The rows of the table for clients of the HTTP connector that do what they must not. While they do
 * it, and after, an ordinary client on another connection must be answered.
 */
final class HostileClients {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int STEPS = 40;

  /** Of a body of 1 MB. */
  private static final byte[] PIECE = "x".repeat(1_000_000 / STEPS).getBytes(US_ASCII);

  private static final int PAGE = 3_000_000;

  private HostileClients() {}

  /** What one hostile client does on its connection, step by step, until it has done all. */
  @FunctionalInterface
  private interface Client {
    boolean step(SocketChannel connection, int step) throws IOException;
  }

  /** All of them; so many clients each. */
  static List<HostileGuest> all(int clients) {
    return List.of(
        row(
            "%d clients that read 3 MB by 16 bytes".formatted(clients),
            "page " + PAGE,
            clients,
            200,
            HostileClients::readSlowly),
        row(
            "%d clients that send bodies by bytes".formatted(clients),
            "page 10",
            clients,
            200,
            (connection, step) ->
                write(
                    connection,
                    step == 0
                        ? "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n"
                        : "x")),
        row(
            "%d clients that send headers by bytes".formatted(clients),
            "page 10",
            clients,
            200,
            (connection, step) ->
                write(connection, step == 0 ? "GET / HTTP/1.1\r\nHost: a\r\nX-Long: " : "x")),
        row(
            "%d clients that post 1 MB to no answer".formatted(clients),
            "never",
            clients,
            0,
            HostileClients::post));
  }

  private static boolean readSlowly(SocketChannel connection, int step) throws IOException {
    return step == 0
        ? write(connection, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        : connection.read(ByteBuffer.allocate(16)) >= 0;
  }

  private static boolean post(SocketChannel connection, int step) throws IOException {
    return step == 0
        ? write(connection, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n")
        : connection.write(ByteBuffer.wrap(PIECE)) >= 0;
  }

  private static boolean write(SocketChannel connection, String text) throws IOException {
    return connection.write(ByteBuffer.wrap(text.getBytes(US_ASCII))) >= 0;
  }

  /**
   * @param wanted the status that an ordinary client must get meanwhile and after; 0 for any
   */
  private static HostileGuest row(
      String does, String action, int clients, int wanted, Client client) {
    int port = freePort();
    return new HostileGuest(
        does,
        List.of(
            application ->
                CompletableFuture.supplyAsync(
                    () -> attack(port, clients, wanted, client), HostileClients::run)),
        Pattern.compile(ANSWERED),
        (application, shape, folder) -> frontDoor(application, shape, port, action));
  }

  private static void run(Runnable attack) {
    Thread thread = new Thread(attack, "hostile-clients");
    thread.setDaemon(true);
    thread.start();
  }

  /** The guest behind the connector, and what it does for each request. */
  static void frontDoor(TestApplication application, GuestShape shape, int port, String action) {
    application
        .settings("parigot.plugins.httpconnector.port = " + port)
        .guest(
            "bad",
            "server",
            TestApplication.module(shape == GuestShape.LOOP ? "hungry-loop" : "hungry-reactor"),
            "register bad",
            "export httpconnector.v1 http_connector",
            "bind Handle " + action,
            "launch")
        // On a busy machine many pages may take a while, and this is no matter of the clients.
        .set(
            "bad",
            "plugins = [file, httpconnector, log, nutsdb, queue]"
                + (action.equals("never") ? "" : ", call-timeout = 15 s"));
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a request, of one of three kinds, and goes. */
  static void leaveHalfDone(int port, int how) {
    try (SocketChannel connection = connect(port)) {
      String request =
          switch (how) {
            case 0 -> "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
            case 1 -> "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nx";
            default -> "GET / HTTP/1.1\r\nHost: a\r\nX-Lo";
          };
      boolean unused = write(connection, request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Between two steps of all of them, and after the last, an ordinary client asks too. */
  private static String attack(int port, int clients, int wanted, Client client) {
    List<SocketChannel> connections = new ArrayList<>();
    try {
      for (int i = 0; i < clients; i++) {
        connections.add(connect(port));
      }
      for (int step = 0; step < STEPS; step++) {
        for (SocketChannel connection : List.copyOf(connections)) {
          if (!isStillThere(connection, client, step)) {
            connections.remove(connection);
          }
        }
        // Where nobody is answered, the last step is enough.
        String saw = wanted == 0 ? ANSWERED : ordinary(port, wanted);
        if (!saw.equals(ANSWERED)) {
          return "in step %d: %s".formatted(step, saw);
        }
      }
    } catch (IOException e) {
      return "a hostile client cannot connect: " + e;
    } finally {
      connections.forEach(HostileClients::close);
    }
    return ordinary(port, wanted);
  }

  private static SocketChannel connect(int port) throws IOException {
    SocketChannel connection = SocketChannel.open();
    // From another address, as limits are by address.
    connection.bind(new InetSocketAddress("127.0.0.2", 0));
    connection.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    connection.configureBlocking(false);
    return connection;
  }

  /** A hostile client may be sent away. */
  private static boolean isStillThere(SocketChannel connection, Client client, int step) {
    try {
      return client.step(connection, step);
    } catch (IOException e) {
      close(connection);
      return false;
    }
  }

  private static void close(SocketChannel connection) {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String ordinary(int port, int wanted) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      boolean right = answer.startsWith("HTTP/1.1 " + (wanted == 0 ? "" : wanted));
      return right ? ANSWERED : "an ordinary client got " + answer.lines().findFirst();
    } catch (IOException e) {
      return "an ordinary client got no answer: " + e;
    }
  }
}
