package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The classes that are made of one file. No two have one name, not even in other capitals, and none
 * has the name of a class around it.
 */
final class ClassNames {
  /** The classes inside that of a message. */
  static final List<String> GENERATED = List.of("Builder", "DefaultInstance", "JsonInstance");

  /** These may name anything but a class. */
  private static final Set<String> NO_CLASSES =
      Set.of("permits", "record", "sealed", "var", "yield");

  /** What the packages begin with that the code names in full. */
  private static final Set<String> ROOTS = Set.of("java", "org", "parigot");

  /** Each enum has a class of this name, inherited from {@code java.lang.Enum}. */
  private static final String INHERITED = "EnumDesc";

  private final String packageName;
  private final Map<String, JavaType> types = new HashMap<>();
  private final Map<String, JavaType> clients = new HashMap<>();
  private final Map<String, JavaType> hosts = new HashMap<>();
  private final Map<String, List<JavaType>> parts = new HashMap<>();

  ClassNames(FileDescriptor file) {
    packageName = JavaPackages.of(file);
    UniqueNames names = UniqueNames.ofFiles();
    List<GenericDescriptor> things = new ArrayList<>(file.getMessageTypes());
    things.addAll(file.getEnumTypes());
    things.addAll(file.getServices());
    names
        .of(things, ClassNames::wanted)
        .forEach((thing, name) -> types.put(thing.getFullName(), JavaType.of(packageName, name)));
    for (ServiceDescriptor service : file.getServices()) {
      String name = types.get(service.getFullName()).simpleName();
      clients.put(service.getFullName(), JavaType.of(packageName, names.of(name + "Client")));
      hosts.put(service.getFullName(), JavaType.of(packageName, names.of(name + "Host")));
    }
    file.getEnumTypes().forEach(type -> parts(type, names));
    file.getMessageTypes().forEach(this::inside);
  }

  private void parts(EnumDescriptor type, UniqueNames names) {
    if (LargeEnum.is(type)) {
      JavaType own = of(type);
      List<JavaType> ofOne = new ArrayList<>();
      for (int i = 1; i <= LargeEnum.groups(type).size(); i++) {
        ofOne.add(own.beside(names.of(own.simpleName() + "Constants" + i)));
      }
      parts.put(type.getFullName(), ofOne);
    }
  }

  private static String wanted(GenericDescriptor thing) {
    String name = thing.getName();
    boolean taken =
        NO_CLASSES.contains(name)
            || ROOTS.contains(name)
            || (thing instanceof Descriptor && GENERATED.contains(name))
            || (thing instanceof EnumDescriptor && name.equals(INHERITED));
    return taken ? name + "_" : JavaNames.escaped(name);
  }

  private void inside(Descriptor message) {
    JavaType outer = types.get(message.getFullName());
    UniqueNames names = UniqueNames.ofFiles().without(outer.names());
    GENERATED.forEach(names::of);
    List<GenericDescriptor> things = new ArrayList<>();
    message.getNestedTypes().stream()
        .filter(nested -> !nested.getOptions().getMapEntry())
        .forEach(things::add);
    things.addAll(message.getEnumTypes());
    names
        .of(things, ClassNames::wanted)
        .forEach((thing, name) -> types.put(thing.getFullName(), outer.nested(name)));
    for (OneofDescriptor oneof : message.getRealOneofs()) {
      String name = names.of(JavaNames.camelCase(oneof.getName(), true) + "Case");
      types.put(oneof.getFullName(), outer.nested(name));
    }
    message.getEnumTypes().forEach(type -> parts(type, names));
    things.forEach(
        thing -> {
          if (thing instanceof Descriptor nested) {
            inside(nested);
          }
        });
  }

  /** Whether a class of Java can be called so. */
  static boolean isClassName(String name) {
    return !NO_CLASSES.contains(name) && JavaNames.escaped(name).equals(name);
  }

  /** The class of a message, an enum or a service, and the enum of a oneof's cases. */
  JavaType of(GenericDescriptor thing) {
    return types.get(thing.getFullName());
  }

  /** The interfaces with the constants of an enum, where it needs them. */
  List<JavaType> parts(EnumDescriptor type) {
    return parts.getOrDefault(type.getFullName(), List.of());
  }

  /** The class that calls a service of another guest. */
  JavaType client(ServiceDescriptor service) {
    return clients.get(service.getFullName());
  }

  /** The class that calls a service of the host. */
  JavaType host(ServiceDescriptor service) {
    return hosts.get(service.getFullName());
  }
}
