package parigot.actors;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import parigot.runtime.Console;
import parigot.runtime.testing.Within;

/** Keeps what main guests write. */
final class RecordedConsole implements Console {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    written.write(bytes, offset, length);
    notifyAll();
  }

  /** Waits until this stands somewhere in what was written. */
  synchronized void await(String text) {
    long deadline = System.nanoTime() + Within.LIMIT.toNanos();
    while (!text().contains(text)) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new AssertionError("never printed: " + text + "; but: " + text());
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  synchronized byte[] bytes() {
    return written.toByteArray();
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }
}
