package parigot.protoc;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a Java enum for an enum of a .proto. */
final class EnumEmitter {
  private static final String UNRECOGNIZED = "UNRECOGNIZED";

  /** Of the class itself. */
  private static final Set<String> TAKEN = Set.of(UNRECOGNIZED, "number");

  private final EnumDescriptor type;
  private final Scope scope;
  private final Sources sources;
  private final Map<EnumValueDescriptor, String> names;

  EnumEmitter(EnumDescriptor type, Scope scope, Sources sources) {
    this.type = type;
    this.scope = scope;
    this.sources = sources;
    names =
        UniqueNames.exact()
            .without(TAKEN)
            .of(type.getValues(), value -> JavaNames.escaped(value.getName()));
  }

  private String constant(EnumValueDescriptor value) {
    return names.get(value);
  }

  void emit(Code code) {
    String name = JavaNames.of(type).simpleName();
    Map<Integer, String> constants = new HashMap<>();
    List<EnumValueDescriptor> aliases = new ArrayList<>();
    String implemented = scope.runtime("MessageEnum");
    if (ParigotOptions.isError(type)) {
      implemented += ", " + scope.sdk("ServiceError");
    }
    if (LargeEnum.is(type)) {
      new LargeEnum(type, names, scope, sources)
          .emit(code, implemented, type.getContainingType() != null);
      return;
    }
    code.add(Javadoc.of(sources.comment(type)));
    code.add("public enum %s implements %s {".formatted(name, implemented));
    for (EnumValueDescriptor value : type.getValues()) {
      if (constants.putIfAbsent(value.getNumber(), constant(value)) != null) {
        aliases.add(value);
        continue;
      }
      code.add(Javadoc.of(sources.comment(value)));
      code.add("%s(%d),".formatted(constant(value), value.getNumber()));
    }
    code.add("/** A number that has no constant here. */");
    code.add("UNRECOGNIZED(-1);");
    for (EnumValueDescriptor alias : aliases) {
      code.member(Javadoc.of(sources.comment(alias)));
      code.add(
          "public static final %s %s = %s;"
              .formatted(name, constant(alias), constants.get(alias.getNumber())));
    }
    code.member("private final int number;");
    code.member(
        """
        %s(int number) {
        this.number = number;
        }

        @%s
        public int getNumber() {
        return number;
        }

        /** The constant with this number, {@code UNRECOGNIZED} if there is none. */
        public static %s forNumber(int number) {
        return switch (number) {
        """
            .formatted(name, scope.lang("Override"), name));
    for (EnumValueDescriptor value : type.getValues()) {
      String constant = constant(value);
      if (constant.equals(constants.get(value.getNumber()))) {
        code.add("case %d -> %s;".formatted(value.getNumber(), constant));
      }
    }
    code.add(
        """
        default -> UNRECOGNIZED;
        };
        }
        }
        """);
  }
}
