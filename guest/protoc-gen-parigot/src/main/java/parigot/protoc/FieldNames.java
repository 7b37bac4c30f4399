package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the fields of one message, and their methods, are called: no two alike, and none like a
 * method of all objects.
 */
final class FieldNames {
  /** Variables and fields of the generated code itself. */
  private static final Set<String> VARIABLES =
      Set.of(
          "builder",
          "bytes",
          "defaultValue",
          "entries",
          "in",
          "index",
          "key",
          "message",
          "other",
          "out",
          "prototype",
          "tag",
          "that",
          "unknownFields");

  private final Map<GenericDescriptor, String> capitals = new HashMap<>();
  private final Map<GenericDescriptor, String> variables = new HashMap<>();
  private final Set<String> takenVariables;

  FieldNames(Descriptor message, Scope scope) {
    takenVariables = new HashSet<>(VARIABLES);
    takenVariables.addAll(scope.heads());
    // In Outer.inner, a variable of Outer comes before a class.
    message.getNestedTypes().stream()
        .filter(nested -> !nested.getOptions().getMapEntry())
        .forEach(nested -> takenVariables.add(JavaNames.of(nested).simpleName()));
    message.getEnumTypes().forEach(type -> takenVariables.add(JavaNames.of(type).simpleName()));
    // getClass is every object's.
    Set<String> methods = new HashSet<>(Set.of("getClass", "getDefaultInstance"));
    for (OneofDescriptor oneof : message.getRealOneofs()) {
      String name = JavaNames.camelCase(oneof.getName(), true);
      while (methods(name).stream().anyMatch(methods::contains)) {
        name += "_";
      }
      methods.addAll(methods(name));
      capitals.put(oneof, name);
    }
    for (FieldDescriptor field : message.getFields()) {
      String plain = JavaNames.camelCase(field.getName(), true);
      String name = plain;
      if (methods(field, name).stream().anyMatch(methods::contains)) {
        name =
            plain
                + (plain.equals("Class") || plain.equals("DefaultInstance")
                    ? "_"
                    : "_" + field.getNumber());
      }
      while (methods(field, name).stream().anyMatch(methods::contains)) {
        name += "_";
      }
      methods.addAll(methods(field, name));
      capitals.put(field, name);
    }
    message.getRealOneofs().forEach(oneof -> variable(oneof, List.of("", "Case")));
    message.getFields().stream()
        .filter(field -> field.getRealContainingOneof() == null)
        .forEach(field -> variable(field, List.of("")));
  }

  private static Set<String> methods(String oneof) {
    return Set.of("get" + oneof + "Case", "clear" + oneof);
  }

  private static Set<String> methods(FieldDescriptor field, String name) {
    Set<String> methods = new HashSet<>(Set.of("get" + name, "set" + name, "clear" + name));
    boolean isEnum = field.getType() == FieldDescriptor.Type.ENUM;
    if (field.isMapField()) {
      methods.addAll(List.of("get" + name + "Map", "put" + name, "putAll" + name, "remove" + name));
      methods.addAll(List.of("get" + name + "ValueMap", "get" + name + "Count"));
      methods.addAll(List.of("get" + name + "OrDefault", "get" + name + "OrThrow"));
      methods.addAll(List.of("contains" + name, "put" + name + "Value"));
    } else if (field.isRepeated()) {
      methods.addAll(
          List.of("get" + name + "List", "get" + name + "Count", "add" + name, "addAll" + name));
      methods.add("remove" + name);
      if (isEnum) {
        methods.addAll(List.of("get" + name + "ValueList", "add" + name + "Value"));
        methods.addAll(List.of("get" + name + "Value", "set" + name + "Value"));
      }
    } else {
      methods.add("has" + name);
      if (isEnum) {
        methods.addAll(List.of("get" + name + "Value", "set" + name + "Value"));
      }
    }
    return methods;
  }

  /** The name of a field or a oneof with a capital, for its methods. */
  String capital(GenericDescriptor thing) {
    return capitals.get(thing);
  }

  /** The Java field that keeps it. */
  String variable(GenericDescriptor thing) {
    return variables.get(thing);
  }

  private void variable(GenericDescriptor thing, List<String> endings) {
    String capital = capital(thing);
    String name =
        JavaNames.escaped(Character.toLowerCase(capital.charAt(0)) + capital.substring(1));
    while (endings.stream().map(name::concat).anyMatch(takenVariables::contains)) {
      name += "_";
    }
    endings.stream().map(name::concat).forEach(takenVariables::add);
    variables.put(thing, name);
  }
}
