package parigot.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of recordings: the lives of guests, of one run or several, and their modules. */
public final class RecordingFolder {
  static final String MODULES = "modules";
  private static final String LIFE = ".life";

  private final Path folder;
  private final List<LifeFile> lives;
  private final List<String> torn;

  private RecordingFolder(Path folder, List<LifeFile> lives, List<String> torn) {
    this.folder = folder;
    this.lives = lives;
    this.torn = torn;
  }

  static Path module(Path folder, String digest) {
    return folder.resolve(MODULES).resolve(digest + ".wasm");
  }

  static String fileName(String label, int start) {
    return label + "-" + start + LIFE;
  }

  /**
   * Looks at what is there.
   *
   * @throws RecordingException when there is no recording, or one that cannot be read; the message
   *     is a sentence
   */
  public static RecordingFolder open(Path folder) throws RecordingException {
    List<Path> files;
    try (Stream<Path> found =
        Files.find(
            folder,
            2,
            (file, attributes) ->
                attributes.isRegularFile() && file.getFileName().toString().endsWith(LIFE))) {
      files = found.sorted().toList();
    } catch (IOException e) {
      throw new RecordingException(folder + " cannot be read: " + e, e);
    }
    List<LifeFile> lives = new ArrayList<>();
    List<String> torn = new ArrayList<>();
    for (Path file : files) {
      try {
        lives.add(LifeFile.of(file));
      } catch (RecordingException e) {
        if (!e.isTorn()) {
          throw e;
        }
        torn.add(e.getMessage());
      }
    }
    if (lives.isEmpty() && !torn.isEmpty()) {
      throw new RecordingException(torn.get(0));
    }
    if (lives.isEmpty()) {
      throw new RecordingException(
          folder + " has no recording: a folder that was given to --record has.");
    }
    lives.sort(Comparator.comparing(life -> life.head().getBegan()));
    return new RecordingFolder(folder, List.copyOf(lives), List.copyOf(torn));
  }

  /** All lives, in the order in which they began. */
  public List<LifeFile> lives() {
    return lives;
  }

  /** A sentence for each file that holds nothing that could be replayed. */
  public List<String> torn() {
    return torn;
  }

  /** The module that a life is of: it lies in the folder, or where the folder was made. */
  public Path module(LifeFile life) {
    Path absolute = folder.toAbsolutePath().normalize();
    for (Path each = absolute;
        each != null && absolute.getNameCount() - each.getNameCount() < 3; ) {
      Path module = module(each, life.head().getCode());
      if (Files.exists(module)) {
        return module;
      }
      each = each.getParent();
    }
    return module(folder, life.head().getCode());
  }
}
