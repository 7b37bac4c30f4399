package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/** What things of a .proto are called in Java. */
final class JavaNames {
  private static final Set<String> WORDS =
      Set.of(
          ("abstract assert boolean break byte case catch char class const continue default do double else enum extends"
                  + " false final finally float for goto if implements import instanceof int interface long native new"
                  + " null package private protected public return short static strictfp super switch synchronized this"
                  + " throw throws transient true try void volatile while _")
              .split(" "));

  /** By file; it keeps no descriptor, so that a file that nobody uses any more goes. */
  private static final Map<FileDescriptor, ClassNames> CLASSES =
      Collections.synchronizedMap(new WeakHashMap<>());

  private JavaNames() {}

  private static ClassNames classes(FileDescriptor file) {
    return CLASSES.computeIfAbsent(file, ClassNames::new);
  }

  /** The class of a message, an enum or a service. */
  static JavaType of(GenericDescriptor thing) {
    return classes(thing.getFile()).of(thing);
  }

  /** The class that calls a service of another guest. */
  static JavaType client(ServiceDescriptor service) {
    return classes(service.getFile()).client(service);
  }

  /** The class that calls a service of the host. */
  static JavaType host(ServiceDescriptor service) {
    return classes(service.getFile()).host(service);
  }

  /** The interfaces with the constants of an enum, where it needs them. */
  static List<JavaType> partsOf(EnumDescriptor type) {
    return classes(type.getFile()).parts(type);
  }

  /** The enum that tells which member of a oneof is set. */
  static JavaType caseOf(OneofDescriptor oneof) {
    return classes(oneof.getFile()).of(oneof);
  }

  /** The simple names of all classes inside a message's class. */
  static List<String> inside(Descriptor message) {
    List<String> names = new ArrayList<>();
    Deque<Descriptor> open = new ArrayDeque<>();
    open.add(message);
    while (!open.isEmpty()) {
      Descriptor next = open.remove();
      names.addAll(ClassNames.GENERATED);
      next.getRealOneofs().forEach(oneof -> names.add(caseOf(oneof).simpleName()));
      for (EnumDescriptor type : next.getEnumTypes()) {
        names.add(of(type).simpleName());
        partsOf(type).forEach(part -> names.add(part.simpleName()));
      }
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
  static Map<JavaType, GenericDescriptor> topLevel(FileDescriptor file) {
    Map<JavaType, GenericDescriptor> classes = new LinkedHashMap<>();
    file.getMessageTypes().forEach(message -> classes.put(of(message), message));
    for (EnumDescriptor type : file.getEnumTypes()) {
      classes.put(of(type), type);
      partsOf(type).forEach(part -> classes.put(part, type));
    }
    for (ServiceDescriptor service : file.getServices()) {
      classes.put(of(service), service);
      if (!ParigotOptions.isReverse(service)) {
        classes.put(client(service), service);
        classes.put(host(service), service);
      }
    }
    return classes;
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

  /** Behind a word of the language, an underscore. */
  static String escaped(String name) {
    return WORDS.contains(name) ? name + "_" : name;
  }
}
