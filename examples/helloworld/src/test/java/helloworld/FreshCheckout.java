package helloworld;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A copy of the repository as it is before anything was built, or as its launcher has built it, and
 * a local Maven repository without Parigot.
 */
final class FreshCheckout {
  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

  /** What the launcher runs. */
  private static final List<String> PROGRAM =
      List.of("cli/target/parigot-cli.jar", "cli/target/class-path");

  private static final String GUESTS = "examples/helloworld/target/guests";

  /** What the launcher makes when it has built. */
  private static final String STAMP = "target/launcher/built";

  /** Folders that are no sources, and the settings of whoever works here. */
  private static final Set<String> LEFT_OUT = Set.of("target", ".git", ".idea", "maven.config");

  private FreshCheckout() {}

  static void copyTo(Path folder) throws IOException {
    Files.walkFileTree(
        REPOSITORY,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes)
              throws IOException {
            if (LEFT_OUT.contains(from.getFileName().toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to(from));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path from, BasicFileAttributes attributes)
              throws IOException {
            if (!LEFT_OUT.contains(from.getFileName().toString())) {
              Files.copy(from, to(from));
            }
            return FileVisitResult.CONTINUE;
          }

          private Path to(Path from) {
            return folder.resolve(REPOSITORY.relativize(from).toString());
          }
        });
  }

  /** Puts into such a copy what this build has made, as if the launcher had built it there. */
  static void buildIn(Path folder) throws IOException {
    for (String made : PROGRAM) {
      copy(REPOSITORY.resolve(made), folder.resolve(made));
    }
    try (Stream<Path> modules = Files.list(REPOSITORY.resolve(GUESTS))) {
      for (Path module : modules.toList()) {
        copy(module, folder.resolve(GUESTS).resolve(module.getFileName()));
      }
    }
    Path stamp = folder.resolve(STAMP);
    Files.createDirectories(stamp.getParent());
    Files.createFile(stamp);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }

  /**
   * Makes a local repository that has everything the given one has, but nothing of Parigot.
   *
   * @param but a further folder in it that is left out
   */
  static void shareRepository(Path from, Path to, String... but) throws IOException {
    Set<Path> leftOut = new HashSet<>();
    leftOut.add(from.resolve("parigot"));
    Stream.of(but).map(from::resolve).forEach(leftOut::add);
    share(from, to, leftOut);
  }

  private static void share(Path from, Path to, Set<Path> leftOut) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        Path copy = to.resolve(entry.getFileName());
        if (leftOut.stream().noneMatch(folder -> folder.startsWith(entry))) {
          Files.createSymbolicLink(copy, entry.toAbsolutePath());
        } else if (!leftOut.contains(entry)) {
          share(entry, copy, leftOut);
        }
      }
    }
  }

  /** Takes the links away, so that nobody deletes what they lead to. */
  static void unshareRepository(Path repository) throws IOException {
    try (Stream<Path> entries = Files.walk(repository)) {
      for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }
}
