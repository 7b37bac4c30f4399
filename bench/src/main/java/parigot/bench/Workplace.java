package parigot.bench;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that a run of the benchmarks works in: what guests are loaded from, and where they are
 * kept compiled. The JVMs that a run forks share it; a property tells them where it is.
 */
final class Workplace {
  private static final String PROPERTY = "parigot.bench.workplace";

  private Workplace() {}

  /** Makes the folder for this JVM and those that it forks. */
  static Path open() {
    try {
      Path folder = Files.createTempDirectory("parigot-bench");
      System.setProperty(PROPERTY, folder.toString());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("There is no folder to work in.", e);
    }
  }

  /** The flag by which a forked JVM finds the folder. */
  static String flag() {
    return "-D" + PROPERTY + "=" + folder();
  }

  static Path folder() {
    String folder = System.getProperty(PROPERTY);
    return folder == null ? open() : Path.of(folder);
  }

  /** Where modules are kept once they are compiled. */
  static Path cache() {
    return folder().resolve("cache");
  }

  /** A guest from this module's resources, as a file. */
  static Path guest(String name) {
    Path file = folder().resolve(name);
    if (Files.exists(file)) {
      return file;
    }
    try (InputStream content = Workplace.class.getResourceAsStream("guests/" + name)) {
      if (content == null) {
        throw new FileNotFoundException(name + " is not among the guests.");
      }
      Path part = Files.createTempFile(folder(), name, ".part");
      Files.copy(content, part, StandardCopyOption.REPLACE_EXISTING);
      return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
