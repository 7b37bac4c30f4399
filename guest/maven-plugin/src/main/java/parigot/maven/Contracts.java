package parigot.maven;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The dependencies that a project generates classes of, as of its own .proto files. What of those
 * classes a dependency has itself is not made again.
 */
final class Contracts {
  /**
   * A dependency.
   *
   * @param name {@code GROUP:ARTIFACT}
   * @param forMain whether the project's own code sees it, and not only its tests
   */
  record Dependency(String name, Path file, boolean forMain) {}

  private final Map<Dependency, Set<String>> entries = new LinkedHashMap<>();
  private final Set<String> files = new LinkedHashSet<>();

  /**
   * Looks into those dependencies that are named.
   *
   * @throws ProtobufException one that is named is none, or has no .proto file
   */
  Contracts(List<String> names, Collection<Dependency> dependencies)
      throws ProtobufException, IOException {
    for (String name : names) {
      Dependency contract =
          dependencies.stream()
              .filter(dependency -> dependency.name().equals(name.strip()))
              .findFirst()
              .orElseThrow(() -> unknown(name, dependencies));
      Set<String> there = entries(contract.file());
      List<String> own = there.stream().filter(entry -> entry.endsWith(".proto")).toList();
      if (own.isEmpty()) {
        throw new ProtobufException(
            "contracts names %s, and there is no .proto file in it: %s"
                .formatted(name, contract.file()));
      }
      entries.put(contract, there);
      files.addAll(own);
    }
  }

  private static ProtobufException unknown(String name, Collection<Dependency> dependencies) {
    return new ProtobufException(
        "contracts names %s, which is no dependency of this project; GROUP:ARTIFACT of one was expected: %s"
            .formatted(
                name,
                dependencies.stream()
                    .map(Dependency::name)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "))));
  }

  private static Set<String> entries(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      try (Stream<Path> all = Files.walk(file)) {
        return all.filter(Files::isRegularFile)
            .map(one -> file.relativize(one).toString().replace('\\', '/'))
            .collect(Collectors.toCollection(TreeSet::new));
      }
    }
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** The names of their .proto files, as they are imported. */
  List<String> files() {
    return List.copyOf(files);
  }

  /**
   * Those generated sources whose classes are not there yet.
   *
   * @param sources by their paths
   */
  Map<String, String> missing(Map<String, String> sources, boolean forMain) {
    Map<String, String> missing = new LinkedHashMap<>();
    sources.forEach(
        (path, source) -> {
          if (!has(path.replaceFirst("\\.java$", ""), forMain)) {
            missing.put(path, source);
          }
        });
    return missing;
  }

  /**
   * Those of some .proto files of whose messages and enums not all classes are there yet.
   *
   * @param described the files, with the Java package that the classes are to have
   */
  List<String> missing(FileDescriptorSet described, List<String> names, boolean forMain) {
    List<String> missing = new ArrayList<>(names);
    for (FileDescriptorProto file : described.getFileList()) {
      String folder = file.getOptions().getJavaPackage().replace('.', '/') + "/";
      List<String> classes =
          Stream.concat(
                  file.getMessageTypeList().stream().map(type -> type.getName()),
                  file.getEnumTypeList().stream().map(type -> type.getName()))
              .toList();
      if (!classes.isEmpty() && classes.stream().allMatch(name -> has(folder + name, forMain))) {
        missing.remove(file.getName());
      }
    }
    return missing;
  }

  private boolean has(String className, boolean forMain) {
    return entries.entrySet().stream()
        .filter(contract -> contract.getKey().forMain() || !forMain)
        .anyMatch(contract -> contract.getValue().contains(className + ".class"));
  }
}
