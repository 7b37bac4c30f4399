package parigot.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import parigot.actors.Console;

/** What main and test guests have written on their standard output. From any thread. */
public final class RecordedOutput {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  RecordedOutput() {}

  Console console() {
    return Console.to(bytes);
  }

  /** Everything so far, as text. */
  public String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Everything so far. */
  public byte[] bytes() {
    return bytes.toByteArray();
  }
}
