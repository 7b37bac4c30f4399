package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The classes that protobuf-java makes of files, which plugins are called with: in the package of a
 * guest's with {@code .host}.
 */
final class HostClasses {
  private static final String PROTOBUF = "google.protobuf";
  private static final String SUFFIX = ".host";

  private final Map<String, Set<String>> byPackage = new HashMap<>();

  HostClasses(Collection<FileDescriptor> files) {
    for (FileDescriptor file : files) {
      byPackage.computeIfAbsent(packageOf(file), name -> new TreeSet<>()).addAll(topLevel(file));
    }
  }

  static String packageOf(FileDescriptor file) {
    return isOfProtobuf(file) ? "com.google.protobuf" : JavaPackages.of(file) + SUFFIX;
  }

  private static boolean isOfProtobuf(FileDescriptor file) {
    return file.getPackage().equals(PROTOBUF);
  }

  /** The class of a message. */
  static JavaType of(Descriptor message) {
    return message.getContainingType() == null
        ? JavaType.of(packageOf(message.getFile()), message.getName())
        : of(message.getContainingType()).nested(message.getName());
  }

  private static List<String> topLevel(FileDescriptor file) {
    List<String> names = new ArrayList<>();
    for (Descriptor message : file.getMessageTypes()) {
      names.add(message.getName());
      names.add(message.getName() + "OrBuilder");
    }
    file.getEnumTypes().forEach(type -> names.add(type.getName()));
    if (file.getOptions().getJavaGenericServices()) {
      file.getServices().forEach(service -> names.add(service.getName()));
    }
    names.add(outerClass(file));
    return names;
  }

  /** The class with the descriptor of a file. */
  private static String outerClass(FileDescriptor file) {
    if (file.getOptions().hasJavaOuterClassname()) {
      return file.getOptions().getJavaOuterClassname();
    }
    String base =
        file.getName().replaceFirst("^.*/", "").replaceFirst("\\.(proto|protodevel)$", "");
    String name = JavaNames.camelCase(base, true);
    boolean taken =
        file.getMessageTypes().stream().anyMatch(message -> has(message, name))
            || file.getEnumTypes().stream().anyMatch(type -> type.getName().equals(name))
            || file.getServices().stream().anyMatch(service -> service.getName().equals(name));
    return taken ? name + "OuterClass" : name;
  }

  private static boolean has(Descriptor message, String name) {
    return message.getName().equals(name)
        || message.getNestedTypes().stream().anyMatch(nested -> has(nested, name))
        || message.getEnumTypes().stream().map(EnumDescriptor::getName).anyMatch(name::equals);
  }

  /** Whether a package has a class of this name. */
  boolean has(String packageName, String name) {
    return byPackage.getOrDefault(packageName, Set.of()).contains(name);
  }

  /** The interface that a plugin implements to serve a service. */
  JavaType plugin(ServiceDescriptor service) {
    String packageName = packageOf(service.getFile());
    UniqueNames names = UniqueNames.ofFiles();
    byPackage.get(packageName).forEach(names::of);
    return JavaType.of(
        packageName,
        names
            .of(
                service.getFile().getServices(),
                other -> JavaNames.of(other).simpleName() + "Plugin")
            .get(service));
  }

  /** Why the classes of a file are not where those of plugins are, as a sentence. */
  static Optional<String> problem(FileDescriptor file) {
    if (isOfProtobuf(file)) {
      return Optional.empty();
    }
    if (!file.getOptions().getJavaPackage().endsWith(SUFFIX)) {
      return Optional.of(
          "Plugins use the classes of protobuf-java, in a package apart from those of guests: write `option java_package = \"%s\";`."
              .formatted(packageOf(file)));
    }
    return file.getOptions().getJavaMultipleFiles()
        ? Optional.empty()
        : Optional.of(
            "Plugins use the classes of protobuf-java, each in a file of its own: write `option java_multiple_files = true;`.");
  }

  /** Why protobuf-java has no class for a message, as a sentence. */
  static Optional<String> problem(Descriptor message) {
    for (Descriptor part = message; part != null; part = part.getContainingType()) {
      if (!isPossible(part)) {
        return Optional.of(
            "Plugins use the classes of protobuf-java, which has none for the message \"%s\": give it another name."
                .formatted(part.getFullName()));
      }
    }
    return Optional.empty();
  }

  /** Not called like a word of Java, nor like a class around it, nor like the one in each. */
  private static boolean isPossible(Descriptor message) {
    String name = message.getName();
    for (Descriptor outer = message.getContainingType();
        outer != null;
        outer = outer.getContainingType()) {
      if (outer.getName().equals(name)) {
        return false;
      }
    }
    return ClassNames.isClassName(name) && !name.equals("Builder");
  }
}
