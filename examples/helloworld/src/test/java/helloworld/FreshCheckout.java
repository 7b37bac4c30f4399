package helloworld;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A copy of the repository as it is before anything was built, and a local Maven repository without
 * Parigot.
 */
final class FreshCheckout {
  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

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

  /** Makes a local repository that has everything the given one has, but nothing of Parigot. */
  static void shareRepository(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> groups = Files.list(from)) {
      for (Path group : groups.toList()) {
        if (!group.getFileName().toString().equals("parigot")) {
          Files.createSymbolicLink(to.resolve(group.getFileName()), group.toAbsolutePath());
        }
      }
    }
  }

  /** Takes the links away, so that nobody deletes what they lead to. */
  static void unshareRepository(Path repository) throws IOException {
    try (Stream<Path> groups = Files.list(repository)) {
      for (Path group : groups.filter(Files::isSymbolicLink).toList()) {
        Files.delete(group);
      }
    }
  }
}
