package parigot.record;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a dump, made when there is something to be written. Used by one thread. */
final class DumpFolder implements EntryLog.Folder {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.record");

  private final Path directory;
  private final Optional<String> wanted;
  private final String run;
  private Optional<Path> made = Optional.empty();

  /**
   * @param directory where recordings are written
   * @param wanted its name in there; a free one when there is none
   * @param run the folder of the run in it
   */
  DumpFolder(Path directory, Optional<String> wanted, String run) {
    this.directory = directory;
    this.wanted = wanted;
    this.run = run;
  }

  @Override
  public Path get() throws IOException {
    if (made.isEmpty()) {
      made =
          Optional.of(
              wanted.isPresent()
                  ? Files.createDirectories(directory.resolve(wanted.get()))
                  : free());
      Files.createDirectory(made.get().resolve(run));
    }
    return made.get().resolve(run);
  }

  private Path free() throws IOException {
    for (int number = 1; ; number++) {
      try {
        return Files.createDirectory(directory.resolve("dump-" + number));
      } catch (FileAlreadyExistsException taken) {
        LOG.debug("{} is there already", taken.getFile());
      }
    }
  }

  /** What can be replayed, once it was made. */
  Optional<Path> made() {
    return made;
  }

  /** Its name, once it was made. */
  Optional<String> name() {
    return made.map(folder -> folder.getFileName().toString());
  }
}
