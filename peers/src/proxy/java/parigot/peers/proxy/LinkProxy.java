package parigot.peers.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between two nodes in a test, and does to their link what a network does: holds back what
 * it carries, in one direction or both, delays it, and cuts connections.
 *
 * <p>The node that dials is given the proxy's port instead of the other node's. While a direction
 * is held nothing of it is lost, not even the end of a connection: it arrives once the direction is
 * released, as after a cut that has healed, or from a process that had stopped.
 */
public final class LinkProxy implements AutoCloseable {
  /** Which way bytes go. */
  public enum Direction {
    /** From the node that dials. */
    DIALLED,
    /** To the node that dials. */
    ANSWERED
  }

  private static final int CHUNK = 16 * 1024;
  private static final int CHUNKS = 16;

  private final ServerSocket listening;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Map<Direction, Boolean> held = new EnumMap<>(Direction.class);
  private InetSocketAddress target;
  private long delayNanos;
  private boolean down;
  private boolean closed;
  private long accepted;
  private long forwarded;

  private LinkProxy(InetSocketAddress target, int port) throws IOException {
    this.target = target;
    listening = new ServerSocket(port, 1000, InetAddress.getLoopbackAddress());
  }

  /** Begins to listen, on a port of its own. */
  public static LinkProxy to(InetSocketAddress target) {
    return to(target, 0);
  }

  /** Begins to listen on this port. */
  public static LinkProxy to(InetSocketAddress target, int port) {
    try {
      LinkProxy proxy = new LinkProxy(target, port);
      daemon("proxy", proxy::accept).start();
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** The port that stands for the target's. */
  public int port() {
    return listening.getLocalPort();
  }

  /** Later connections go there. */
  public synchronized void target(InetSocketAddress next) {
    target = next;
  }

  /** Carries nothing more in these directions until they are released. Connections stand. */
  public synchronized void hold(Direction... directions) {
    for (Direction direction : directions) {
      held.put(direction, true);
    }
  }

  /** Carries nothing more either way until both are released. */
  public void hold() {
    hold(Direction.values());
  }

  /** Carries what was held, and what comes. */
  public synchronized void release() {
    held.clear();
    notifyAll();
  }

  /** Everything arrives so much later. */
  public synchronized void delay(Duration delay) {
    delayNanos = delay.toNanos();
    notifyAll();
  }

  /** Ends all connections; what they held is lost. Whoever connects is sent away. */
  public void cut() {
    synchronized (this) {
      down = true;
      notifyAll();
    }
    connections.forEach(Connection::close);
  }

  /** Lets connections through again. */
  public synchronized void mend() {
    down = false;
  }

  /** How many connections were accepted so far, those that were sent away too. */
  public synchronized long accepted() {
    return accepted;
  }

  /** How many bytes were carried so far, both ways. */
  public synchronized long forwarded() {
    return forwarded;
  }

  private void accept() {
    try {
      while (true) {
        Socket dialled = listening.accept();
        Connection connection = new Connection(dialled);
        boolean sendAway;
        InetSocketAddress to;
        synchronized (this) {
          accepted++;
          sendAway = down || closed;
          to = target;
        }
        if (sendAway) {
          connection.close();
        } else {
          connections.add(connection);
          daemon("proxy-connection", () -> connection.carry(to)).start();
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  /** Waits until something that was read then may be written. False: nothing may any more. */
  private synchronized boolean mayPass(Direction direction, long readAt)
      throws InterruptedException {
    while (!down && !closed) {
      if (held.getOrDefault(direction, false)) {
        wait();
        continue;
      }
      long left = readAt + delayNanos - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return false;
  }

  private record Chunk(byte[] bytes, long readAt) {}

  private final class Connection {
    private final Socket dialled;
    private final Socket answering = new Socket();

    Connection(Socket dialled) {
      this.dialled = dialled;
    }

    void carry(InetSocketAddress to) {
      try {
        dialled.setTcpNoDelay(true);
        answering.setTcpNoDelay(true);
        answering.connect(to);
        carry(Direction.DIALLED, dialled, answering);
        carry(Direction.ANSWERED, answering, dialled);
      } catch (IOException e) {
        close();
      }
    }

    private void carry(Direction direction, Socket from, Socket to) {
      BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(CHUNKS);
      daemon("proxy-read-" + direction, () -> read(from, chunks)).start();
      daemon("proxy-write-" + direction, () -> write(direction, chunks, to)).start();
    }

    private void read(Socket from, BlockingQueue<Chunk> chunks) {
      try {
        byte[] bytes;
        do {
          bytes = readSome(from);
          chunks.put(new Chunk(bytes, System.nanoTime()));
        } while (bytes.length > 0);
      } catch (InterruptedException e) {
        close();
      }
    }

    /** Nothing at the end, also when that is a reset. */
    private byte[] readSome(Socket from) {
      byte[] bytes = new byte[CHUNK];
      try {
        int count = from.getInputStream().read(bytes);
        return Arrays.copyOf(bytes, Math.max(count, 0));
      } catch (IOException e) {
        return new byte[0];
      }
    }

    private void write(Direction direction, BlockingQueue<Chunk> chunks, Socket to) {
      try {
        while (true) {
          Chunk chunk = chunks.take();
          if (!mayPass(direction, chunk.readAt()) || chunk.bytes().length == 0) {
            close();
            return;
          }
          to.getOutputStream().write(chunk.bytes());
          synchronized (LinkProxy.this) {
            forwarded += chunk.bytes().length;
          }
        }
      } catch (IOException | InterruptedException e) {
        close();
      }
    }

    void close() {
      connections.remove(this);
      try {
        dialled.close();
        answering.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.forEach(Connection::close);
  }
}
