package parigot.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to a stream and flushes after each write. That it cannot is logged once. */
final class StreamConsole implements Console {
  private static final Logger LOG = LoggerFactory.getLogger(StreamConsole.class);

  private final OutputStream out;
  private boolean lost;

  StreamConsole(OutputStream out) {
    this.out = out;
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    try {
      out.write(bytes, offset, length);
      out.flush();
    } catch (IOException e) {
      if (!lost) {
        lost = true;
        LOG.warn("What guests print is lost from here on: {}", e.getMessage());
      }
      throw new UncheckedIOException("standard output cannot be written", e);
    }
  }
}
