package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What things of a .proto are called in Java. */
final class JavaNames {
  static final String WELL_KNOWN = "parigot.message.wellknown";

  private static final String HOST = ".host";

  private static final Set<String> WORDS =
      Set.of(
          ("abstract assert boolean break byte case catch char class const continue default do double else enum extends"
                  + " false final finally float for goto if implements import instanceof int interface long native new"
                  + " null package private protected public return short static strictfp super switch synchronized this"
                  + " throw throws transient true try void volatile while _")
              .split(" "));

  /** These may name anything but a class. */
  private static final Set<String> NO_CLASSES =
      Set.of("permits", "record", "sealed", "var", "yield");

  /** The classes inside that of a message. */
  private static final Set<String> GENERATED = Set.of("Builder", "DefaultInstance");

  private JavaNames() {}

  static String packageOf(FileDescriptor file) {
    if (file.getPackage().equals("google.protobuf")) {
      return WELL_KNOWN;
    }
    String named = file.getOptions().getJavaPackage();
    if (named.isEmpty()) {
      return Arrays.stream(file.getPackage().split("\\.", -1))
          .map(JavaNames::escaped)
          .collect(Collectors.joining("."));
    }
    return named.endsWith(HOST) ? named.substring(0, named.length() - HOST.length()) : named;
  }

  static JavaType of(Descriptor message) {
    return of(message.getFile(), message.getName(), message.getContainingType());
  }

  static JavaType of(EnumDescriptor type) {
    return of(type.getFile(), type.getName(), type.getContainingType());
  }

  static JavaType of(ServiceDescriptor service) {
    return of(service.getFile(), service.getName(), null);
  }

  /** The class that calls a service of another guest. */
  static JavaType client(ServiceDescriptor service) {
    return beside(service, "Client");
  }

  /** The class that calls a service of the host. */
  static JavaType host(ServiceDescriptor service) {
    return beside(service, "Host");
  }

  private static JavaType beside(ServiceDescriptor service, String ending) {
    FileDescriptor file = service.getFile();
    Set<String> taken = named(file).map(JavaType::simpleName).collect(Collectors.toSet());
    JavaType type = of(service);
    String name = type.simpleName() + ending;
    while (taken.contains(name)) {
      name += "_";
    }
    return JavaType.of(type.packageName(), name);
  }

  private static JavaType of(FileDescriptor file, String name, Descriptor around) {
    if (around == null) {
      return JavaType.of(packageOf(file), className(name));
    }
    JavaType outer = of(around);
    String inner = className(name);
    while (GENERATED.contains(inner) || outer.names().contains(inner)) {
      inner += "_";
    }
    return outer.nested(inner);
  }

  private static String className(String name) {
    return NO_CLASSES.contains(name) ? name + "_" : escaped(name);
  }

  /** The enum that tells which member of a oneof is set. */
  static JavaType caseOf(OneofDescriptor oneof) {
    JavaType outer = of(oneof.getContainingType());
    Set<String> taken = new HashSet<>(outer.names());
    Descriptor message = oneof.getContainingType();
    message.getNestedTypes().forEach(type -> taken.add(of(type).simpleName()));
    message.getEnumTypes().forEach(type -> taken.add(of(type).simpleName()));
    String name = camelCase(oneof.getName(), true) + "Case";
    while (taken.contains(name)) {
      name += "_";
    }
    return outer.nested(name);
  }

  /** The simple names of all classes inside a message's class. */
  static List<String> inside(Descriptor message) {
    List<String> names = new ArrayList<>();
    Deque<Descriptor> open = new ArrayDeque<>();
    open.add(message);
    while (!open.isEmpty()) {
      Descriptor next = open.remove();
      names.addAll(GENERATED);
      next.getRealOneofs().forEach(oneof -> names.add(caseOf(oneof).simpleName()));
      next.getEnumTypes().forEach(type -> names.add(of(type).simpleName()));
      next.getNestedTypes().stream()
          .filter(type -> !type.getOptions().getMapEntry())
          .forEach(
              type -> {
                names.add(of(type).simpleName());
                open.add(type);
              });
    }
    return names;
  }

  /** The classes that a file's top-level things become, each in a Java file of its own. */
  static Stream<JavaType> topLevel(FileDescriptor file) {
    Stream<JavaType> callers =
        file.getServices().stream()
            .filter(service -> !ParigotOptions.isReverse(service))
            .flatMap(service -> Stream.of(client(service), host(service)));
    return Stream.concat(named(file), callers);
  }

  private static Stream<JavaType> named(FileDescriptor file) {
    return Stream.of(
            file.getMessageTypes().stream().map(JavaNames::of),
            file.getEnumTypes().stream().map(JavaNames::of),
            file.getServices().stream().map(JavaNames::of))
        .flatMap(types -> types);
  }

  /** {@code foo_bar2baz} becomes {@code fooBar2Baz}, as protobuf-java has it. */
  static String camelCase(String name, boolean capital) {
    StringBuilder text = new StringBuilder();
    boolean upper = capital;
    for (int i = 0; i < name.length(); i++) {
      char next = name.charAt(i);
      if (next >= 'a' && next <= 'z') {
        text.append(upper ? (char) (next - 'a' + 'A') : next);
        upper = false;
      } else if (next >= 'A' && next <= 'Z') {
        text.append(text.isEmpty() && !upper ? (char) (next - 'A' + 'a') : next);
        upper = false;
      } else if (next >= '0' && next <= '9') {
        text.append(next);
        upper = true;
      } else {
        upper = true;
      }
    }
    return text.isEmpty() || Character.isDigit(text.charAt(0)) ? "_" + text : text.toString();
  }

  /** The constant that stands for a member of a oneof. */
  static String constant(FieldDescriptor field) {
    return escaped(field.getName().toUpperCase(Locale.ROOT));
  }

  /** Behind a word of the language, an underscore. */
  static String escaped(String name) {
    return WORDS.contains(name) ? name + "_" : name;
  }
}
