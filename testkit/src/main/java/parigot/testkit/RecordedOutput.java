package parigot.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import parigot.runtime.Console;

/** What main and test guests have written on their standard output. From any thread. */
public final class RecordedOutput {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Duration timeout;

  RecordedOutput(Duration timeout) {
    this.timeout = timeout;
  }

  Console console() {
    return this::write;
  }

  private synchronized void write(byte[] from, int offset, int length) {
    bytes.write(from, offset, length);
    notifyAll();
  }

  /** Everything so far, as text. */
  public synchronized String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Everything so far. */
  public synchronized byte[] bytes() {
    return bytes.toByteArray();
  }

  /**
   * Waits until this stands somewhere in what was written, at most as long as launching may take.
   *
   * @throws AssertionError when the time has passed
   */
  public synchronized void await(String text) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!text().contains(text)) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new AssertionError(
            "not written within %d s: %s%nbut: %s".formatted(timeout.toSeconds(), text, text()));
      }
      wait(left);
    }
  }
}
