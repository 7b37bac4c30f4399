package parigot.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Stands between two nodes and passes on what they say, unless a test wants otherwise: it can hold
 * everything back, as a network does that is cut, let it come late, and close what is open.
 */
final class LinkProxy implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private final ServerSocket door;
  private final InetSocketAddress target;
  private final Set<Socket> open = new HashSet<>();
  private boolean held;
  private Duration delay = Duration.ZERO;
  private boolean closed;

  /** Listens on any port of the loopback interface, for connections to this port there. */
  LinkProxy(int targetPort) throws IOException {
    target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("parigot-proxy", this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        connect(door.accept());
      } catch (IOException closedByNow) {
        return;
      }
    }
  }

  private void connect(Socket near) throws IOException {
    Socket far = new Socket();
    synchronized (this) {
      if (closed) {
        near.close();
        return;
      }
      open.add(near);
      open.add(far);
    }
    try {
      far.connect(target);
    } catch (IOException nobodyListens) {
      close(near);
      close(far);
      return;
    }
    start("parigot-proxy to", () -> copy(near, far));
    start("parigot-proxy back", () -> copy(far, near));
  }

  private void copy(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        awaitLeave();
        out.write(chunk, 0, read);
      }
    } catch (IOException | InterruptedException endOfTheConnection) {
      // Both sides hear of it now.
    }
    close(from);
    close(to);
  }

  private synchronized void awaitLeave() throws InterruptedException {
    long until = System.nanoTime() + delay.toNanos();
    while (!closed) {
      long left = until - System.nanoTime();
      if (!held && left <= 0) {
        return;
      }
      wait(held ? 0 : Math.max(1, left / 1_000_000));
    }
  }

  private void close(Socket socket) {
    synchronized (this) {
      open.remove(socket);
    }
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // Nothing is left of it.
    }
  }

  /** Nothing passes, and nobody is told, until {@link #heal}. */
  synchronized void hold() {
    held = true;
  }

  /** Everything that was held back arrives, and what is said from now on passes. */
  synchronized void heal() {
    held = false;
    notifyAll();
  }

  /** Each piece arrives so much later. */
  synchronized void delay(Duration time) {
    delay = time;
    notifyAll();
  }

  /** Closes the connections that are open; the nodes may connect again at once. */
  void reset() {
    Set<Socket> all;
    synchronized (this) {
      all = new HashSet<>(open);
    }
    all.forEach(this::close);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      door.close();
    } catch (IOException alreadyGone) {
      // Nothing is left of it.
    }
    reset();
  }
}
