package parigot.maven;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The .proto files that a project's own may import: those in its dependencies, the well-known ones,
 * and those of Parigot by which every service says what its errors are.
 */
final class ProtoImports {
  private static final List<String> WELL_KNOWN =
      List.of(
          "any",
          "api",
          "descriptor",
          "duration",
          "empty",
          "field_mask",
          "source_context",
          "struct",
          "timestamp",
          "type",
          "wrappers");

  private static final List<String> OURS =
      List.of("protosupport/v1/protosupport.proto", "parigot/v1/options.proto");

  private final Path unpacked;
  private final Set<String> fromJars = new HashSet<>();

  /** Unpacks what lies in jars into a folder. */
  ProtoImports(Path unpacked) {
    this.unpacked = unpacked;
  }

  /** The folders for protoc to look in, first to last. */
  List<Path> of(Collection<Path> dependencies) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path dependency : dependencies) {
      if (Files.isDirectory(dependency)) {
        folders.add(dependency);
      } else if (dependency.toString().endsWith(".jar")) {
        unpack(dependency);
      }
    }
    for (String name : WELL_KNOWN) {
      unpackOwn("google/protobuf/" + name + ".proto");
    }
    for (String name : OURS) {
      // A dependency may have another version.
      if (!fromJars.contains(name)) {
        unpackOwn(name);
      }
    }
    folders.add(unpacked);
    return folders;
  }

  private void unpack(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (entry.getName().endsWith(".proto")) {
          try (InputStream in = file.getInputStream(entry)) {
            write(entry.getName(), in);
            fromJars.add(entry.getName());
          }
        }
      }
    }
  }

  private void unpackOwn(String path) throws IOException {
    try (InputStream in = ProtoImports.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IOException(path + " is not in the class path of the plugin");
      }
      write(path, in);
    }
  }

  private void write(String name, InputStream in) throws IOException {
    Path file = unpacked.resolve(name).normalize();
    if (!file.startsWith(unpacked)) {
      throw new IOException(name + " in a jar leads out of its folder");
    }
    Files.createDirectories(file.getParent());
    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
