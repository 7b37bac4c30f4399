package parigot.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The folder that the modules of a project's guests are written to. */
record OutputFolder(Path folder) {
  private static final String MODULE = ".wasm";

  /**
   * Removes the modules that builds have made of guests which the project has no more, with what
   * stands beside them. Files that no build has made are left alone.
   *
   * @return the names of the guests
   */
  List<String> removeAllBut(Set<String> guests) throws IOException {
    Set<String> gone = new TreeSet<>();
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, ".*" + MODULE + Fingerprint.SUFFIX)) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          gone.add(name.substring(1, name.length() - (MODULE + Fingerprint.SUFFIX).length()));
        }
      }
      gone.removeAll(guests);
    }
    for (String name : gone) {
      Files.deleteIfExists(folder.resolve(name + MODULE));
      Files.deleteIfExists(JavaDescription.file(folder, name));
      Files.deleteIfExists(folder.resolve("." + name + MODULE + Fingerprint.SUFFIX));
    }
    return List.copyOf(gone);
  }

  /** Makes a folder of modules equal to this one, and writes only those that have changed. */
  void copyModules(Path target) throws IOException {
    Files.createDirectories(target);
    Set<Path> names = modules(folder);
    for (Path left : modules(target)) {
      if (!names.contains(left)) {
        Files.delete(target.resolve(left));
      }
    }
    for (Path name : names) {
      Path copy = target.resolve(name);
      if (!Files.exists(copy) || Files.mismatch(folder.resolve(name), copy) != -1) {
        Files.copy(folder.resolve(name), copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Set<Path> modules(Path folder) throws IOException {
    Set<Path> names = new TreeSet<>();
    try (var files = Files.newDirectoryStream(folder, "*" + MODULE)) {
      files.forEach(file -> names.add(file.getFileName()));
    }
    return names;
  }
}
