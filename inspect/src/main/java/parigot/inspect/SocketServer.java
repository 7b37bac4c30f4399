package parigot.inspect;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
 * Answers requests of HTTP/1 on a Unix domain socket, one a connection, each on a thread of its
 * own. Nothing of it runs while nobody asks.
 */
final class SocketServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);

  /** How many are answered at once; more wait until they are accepted. */
  private static final int MOST_AT_ONCE = 32;

  private final Path socket;
  private final ServerSocketChannel channel;
  private final Function<HttpRequest, HttpAnswer> answers;
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private SocketServer(
      Path socket, ServerSocketChannel channel, Function<HttpRequest, HttpAnswer> answers) {
    this.socket = socket;
    this.channel = channel;
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
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    SocketServer server = new SocketServer(socket, channel, answers);
    server.begin("parigot-inspect", server::accept);
    return server;
  }

  Path socket() {
    return socket;
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

  private void accept() {
    while (!closed) {
      try {
        free.acquire();
        SocketChannel connection = channel.accept();
        connections.add(connection);
        begin("parigot-inspect-request", () -> answer(connection));
      } catch (ClosedChannelException e) {
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | OutOfMemoryError e) {
        free.release();
        LOG.warn("A connection to {} could not be accepted: {}", socket, e.toString());
      }
    }
  }

  private void answer(SocketChannel connection) {
    try (connection;
        InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(connection))) {
      HttpAnswer answer = answerOf(in);
      if (answer.endless()) {
        Thread answering = Thread.currentThread();
        begin("parigot-inspect-end", () -> endWithWhoeverAsked(connection, answering));
      }
      answer.writeTo(out);
    } catch (IOException e) {
      LOG.debug("Whoever asked on {} has gone: {}", socket, e.toString());
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
      LOG.warn("A request on {} could not be answered", socket, e);
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
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      LOG.warn("{} could not be closed in order: {}", socket, e.toString());
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
