package parigot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Calls from guest to guest, both recorded; what was written is deleted at the end. */
final class RecordedLines implements CallLines {
  private static final String MODULE = "calls-reactor.wasm";

  private final CallLines recorded;
  private final Path folder;

  private RecordedLines(String setting, int bytes, int lines) {
    try {
      folder = Files.createTempDirectory(Workplace.folder(), "recordings");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String directory = GuestApplication.quoted(folder.toString());
    recorded =
        GuestLines.set(
            "parigot.record { directory = %s, %s }".formatted(directory, setting),
            MODULE,
            bytes,
            lines);
  }

  /** The last of each guest stays in memory. */
  static CallLines inARing(int bytes, int lines) {
    return new RecordedLines("ring = 1 MiB", bytes, lines);
  }

  /** All is written. */
  static CallLines intoFiles(int bytes, int lines) {
    return new RecordedLines("ring = null", bytes, lines);
  }

  @Override
  public int[] run(int callsEach) {
    return recorded.run(callsEach);
  }

  @Override
  public int lines() {
    return recorded.lines();
  }

  @Override
  public void close() {
    recorded.close();
    Workplace.delete(folder);
  }
}
