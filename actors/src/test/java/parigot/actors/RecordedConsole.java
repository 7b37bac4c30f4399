package parigot.actors;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps what main guests write. */
final class RecordedConsole implements Console {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    written.write(bytes, offset, length);
  }

  synchronized byte[] bytes() {
    return written.toByteArray();
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }
}
