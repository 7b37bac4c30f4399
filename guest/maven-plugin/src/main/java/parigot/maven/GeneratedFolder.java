package parigot.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A folder of generated sources. A file that stays as it was is not touched, so that the compiler
 * has nothing to do; one that is not generated any more goes.
 */
record GeneratedFolder(Path folder) {

  /** Makes the folder hold these files, by their paths in it, and no other. */
  void fill(Map<String, String> files) throws IOException {
    Set<Path> kept = new HashSet<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      kept.add(path);
      write(path, file.getValue());
    }
    removeAllBut(kept);
  }

  private static void write(Path path, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    if (Files.exists(path) && Arrays.equals(bytes, Files.readAllBytes(path))) {
      return;
    }
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
  }

  private void removeAllBut(Set<Path> kept) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!kept.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
