package parigot.actors;

import com.dylibso.chicory.wabt.Wat2Wasm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Modules that a test writes in the text format. */
final class Wat {
  private Wat() {}

  /** Assembles a module into a file of this folder. */
  static Path module(Path folder, String name, String text) {
    try {
      return Files.write(folder.resolve(name + ".wasm"), Wat2Wasm.parse(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
