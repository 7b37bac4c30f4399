package parigot.maven;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a guest is compiled from.
 *
 * @param own the folder of the classes that are compiled from the guest's own sources
 * @param dependencies the jars and folders of what it uses
 * @param sourceRoots where the guest's own sources lie
 */
record ClassPath(Path own, List<Path> dependencies, List<Path> sourceRoots) {
  ClassPath {
    dependencies = List.copyOf(dependencies);
    sourceRoots = List.copyOf(sourceRoots);
  }

  List<Path> all() {
    List<Path> all = new ArrayList<>();
    all.add(own);
    all.addAll(dependencies);
    return all;
  }

  /** Whether a class, by its binary name, comes from the guest's own sources. */
  boolean isOwn(String className) {
    return Files.isRegularFile(own.resolve(className.replace('.', '/') + ".class"));
  }
}
