package parigot.maven;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import parigot.protoc.ServiceClasses;
import parigot.wasm.CustomSections;
import parigot.wasm.ModuleException;

/**
 * Has a module say what the services are that its guest exports or calls: their files, and those
 * that they import, in a custom section. Files that every host knows are left out, and so are
 * comments.
 */
final class CarriedServices {
  /** The section's name is part of what hosts and modules agree on. */
  static final String SECTION = "parigot.descriptors";

  private static final String PROTOBUF = "google/protobuf/";
  private static final String OPTIONS = "protosupport/v1/protosupport.proto";

  private final Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
  private final Map<String, String> classes;

  /**
   * @param described all files that guests of the project may use, each behind those that it
   *     imports
   */
  CarriedServices(FileDescriptorSet described) {
    described
        .getFileList()
        .forEach(file -> files.put(file.getName(), file.toBuilder().clearSourceCodeInfo().build()));
    classes = ServiceClasses.of(described);
  }

  /**
   * Puts into a module what its guest uses, unless it is there already.
   *
   * @param reached the files of the class path that the guest can reach
   */
  void putInto(Path module, Collection<String> reached) throws IOException {
    ByteString wanted = of(reached).toByteString();
    try {
      if (!CustomSections.in(module, SECTION).equals(wanted)) {
        Path made = module.resolveSibling("." + module.getFileName() + ".described");
        Files.write(made, CustomSections.with(module, SECTION, wanted));
        Files.move(made, module, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (ModuleException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** The files of what is reached, each behind those that it imports. */
  FileDescriptorSet of(Collection<String> reached) {
    Set<String> carried = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (String name : reached) {
      if (classes.containsKey(name)) {
        open.add(classes.get(name));
      }
    }
    while (!open.isEmpty()) {
      String name = open.remove();
      if (!isKnownToHosts(name) && carried.add(name)) {
        open.addAll(files.get(name).getDependencyList());
      }
    }
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
    files.forEach(
        (name, file) -> {
          if (carried.contains(name)) {
            set.addFile(file);
          }
        });
    return set.build();
  }

  /** Whether modules need not carry a file. */
  static boolean isKnownToHosts(String name) {
    return name.startsWith(PROTOBUF) || name.equals(OPTIONS);
  }
}
