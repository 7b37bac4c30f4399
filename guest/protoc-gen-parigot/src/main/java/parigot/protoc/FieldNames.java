package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
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

  private final Map<FieldDescriptor, String> capitals = new HashMap<>();
  private final Scope scope;

  FieldNames(Descriptor message, Scope scope) {
    this.scope = scope;
    // getClass is every object's.
    Set<String> methods = new HashSet<>(Set.of("getClass", "getDefaultInstance"));
    for (OneofDescriptor oneof : message.getRealOneofs()) {
      methods.addAll(List.of("get" + capital(oneof) + "Case", "clear" + capital(oneof)));
    }
    for (FieldDescriptor field : message.getFields()) {
      String plain = JavaNames.camelCase(field.getName(), true);
      String name = plain;
      if (methods.stream().anyMatch(methods(field, name)::contains)) {
        name =
            plain
                + (plain.equals("Class") || plain.equals("DefaultInstance")
                    ? "_"
                    : "_" + field.getNumber());
      }
      methods.addAll(methods(field, name));
      capitals.put(field, name);
    }
  }

  private static Set<String> methods(FieldDescriptor field, String name) {
    Set<String> methods = new HashSet<>(Set.of("get" + name, "set" + name, "clear" + name));
    boolean isEnum = field.getType() == FieldDescriptor.Type.ENUM;
    if (field.isMapField()) {
      methods.addAll(List.of("get" + name + "Map", "put" + name, "putAll" + name, "remove" + name));
      methods.addAll(List.of("get" + name + "ValueMap", "get" + name + "Count"));
      methods.addAll(List.of("get" + name + "OrDefault", "get" + name + "OrThrow"));
      methods.add("contains" + name);
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

  /** The field's name with a capital, for its methods. */
  String capital(FieldDescriptor field) {
    return capitals.get(field);
  }

  /** The Java field that keeps it. */
  String variable(FieldDescriptor field) {
    String capital = capital(field);
    return variable(capital);
  }

  static String capital(OneofDescriptor oneof) {
    return JavaNames.camelCase(oneof.getName(), true);
  }

  String variable(OneofDescriptor oneof) {
    return variable(capital(oneof));
  }

  private String variable(String capital) {
    String name =
        JavaNames.escaped(Character.toLowerCase(capital.charAt(0)) + capital.substring(1));
    return VARIABLES.contains(name) || scope.roots().contains(name) ? name + "_" : name;
  }
}
