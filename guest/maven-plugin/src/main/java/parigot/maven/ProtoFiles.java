package parigot.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The .proto files below a folder. */
final class ProtoFiles {
  private ProtoFiles() {}

  /** Their names, as they are imported; none where there is no folder. */
  static List<String> in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".proto"))
          .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
          .sorted()
          .toList();
    }
  }

  /** Copies files to where the jar is made of; one that is there already is not touched. */
  static void copy(List<String> names, Path from, Path to) throws IOException {
    for (String name : names) {
      Path copy = to.resolve(name);
      if (!Files.exists(copy) || Files.mismatch(from.resolve(name), copy) != -1) {
        Files.createDirectories(copy.getParent());
        Files.copy(from.resolve(name), copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
