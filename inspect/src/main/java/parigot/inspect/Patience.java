package parigot.inspect;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.Timer;
import java.util.TimerTask;

/**
 * Closes a connection that takes too long: a process may be stopped, or have no time left for who
 * asks; and who asks may never end to.
 */
final class Patience implements Closeable {
  private static final long MILLIS = 5_000;

  private final SocketChannel channel;
  private final Timer timer = new Timer("parigot-asking-patience", true);

  private Patience(SocketChannel channel) {
    this.channel = channel;
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            try {
              channel.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        },
        MILLIS);
  }

  /** The connection is closed with it. */
  static Patience with(SocketChannel channel) {
    return new Patience(channel);
  }

  SocketChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    timer.cancel();
    channel.close();
  }
}
