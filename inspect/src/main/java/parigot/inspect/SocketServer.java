package parigot.inspect;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests of HTTP/1, one a connection, each on a thread of its own: on a Unix domain
 * socket, or on a port. Nothing of it runs while nobody asks.
 */
final class SocketServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);

  /** How many are answered at once; more wait until they are accepted. */
  private static final int MOST_AT_ONCE = 32;

  private final Closeable file;
  private final SocketAddress address;
  private final boolean trusts;
  private final ServerSocketChannel channel;
  private final Function<HttpRequest, HttpAnswer> answers;
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param file closed with the server
   * @param trusts whether who connects may take as long as wanted
   */
  private SocketServer(
      ServerSocketChannel channel,
      Closeable file,
      boolean trusts,
      Function<HttpRequest, HttpAnswer> answers)
      throws IOException {
    this.address = channel.getLocalAddress();
    this.channel = channel;
    this.file = file;
    this.trusts = trusts;
    this.answers = answers;
  }

  /**
   * Listens on a socket, which its owner alone may open.
   *
   * @param socket what lies there is removed
   */
  static SocketServer listen(Path socket, Function<HttpRequest, HttpAnswer> answers)
      throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(socket));
      Path unusedClosed =
          Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      return begun(
          new SocketServer(channel, () -> Files.deleteIfExists(socket), true, answers),
          "parigot-inspect");
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Listens on a port, to which anybody may connect that reaches it. */
  static SocketServer listen(InetSocketAddress port, Function<HttpRequest, HttpAnswer> answers)
      throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      channel.bind(port);
      return begun(new SocketServer(channel, () -> {}, false, answers), "parigot-metrics");
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static SocketServer begun(SocketServer server, String name) {
    server.begin(name, () -> server.accept(name + "-request"));
    return server;
  }

  /** Where it listens. */
  SocketAddress address() {
    return address;
  }

  private void begin(String name, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } finally {
                threads.remove(Thread.currentThread());
              }
            },
            name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void accept(String name) {
    while (!closed) {
      try {
        free.acquire();
        SocketChannel connection = channel.accept();
        connections.add(connection);
        begin(name, () -> answer(connection));
      } catch (ClosedChannelException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | OutOfMemoryError e) {
        free.release();
        LOG.warn("A connection to {} could not be accepted: {}", address, e.toString());
      }
    }
  }

  private void answer(SocketChannel connection) {
    Closeable ends = trusts ? connection : Patience.with(connection);
    try (ends;
        InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(connection))) {
      HttpAnswer answer = answerOf(in);
      if (answer.endless()) {
        Thread answering = Thread.currentThread();
        begin("parigot-inspect-end", () -> endWithWhoeverAsked(connection, answering));
      }
      answer.writeTo(out);
    } catch (IOException e) {
      LOG.debug("Whoever asked on {} has gone: {}", address, e.toString());
    } finally {
      connections.remove(connection);
      free.release();
    }
  }

  /**
   * Whoever has asked and goes is noticed by reading alone. Not by the stream: one that reads keeps
   * the other from writing.
   */
  private static void endWithWhoeverAsked(SocketChannel connection, Thread answering) {
    ByteBuffer unwanted = ByteBuffer.allocate(64);
    try (connection) {
      while (connection.read(unwanted) >= 0) {
        unwanted.clear();
      }
    } catch (IOException e) {
      LOG.debug("Whoever asked has gone: {}", e.toString());
    } finally {
      answering.interrupt();
    }
  }

  private HttpAnswer answerOf(InputStream in) throws IOException {
    try {
      return answers.apply(HttpRequest.read(in));
    } catch (HttpRequest.Malformed e) {
      return HttpAnswer.refusal(e.status(), e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("A request on {} could not be answered", address, e);
      return HttpAnswer.refusal(500, "It could not be answered: " + e);
    }
  }

  /** Ends all that is under way, and waits for it. The socket is gone then. */
  @Override
  public void close() {
    closed = true;
    try {
      channel.close();
      for (SocketChannel connection : connections) {
        connection.close();
      }
      file.close();
    } catch (IOException e) {
      LOG.warn("{} could not be closed in order: {}", address, e.toString());
    }
    for (Thread thread : threads) {
      thread.interrupt();
      try {
        thread.join(1_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
