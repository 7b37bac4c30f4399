package parigot.protoc;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes a class for an enum that is too large for one of Java's: the method that makes an enum's
 * constants has at most 64 KiB. Here they stand in interfaces that the class implements, each with
 * a range of numbers.
 */
final class LargeEnum {
  /** An enum with more constants is written so. */
  static final int MOST_IN_AN_ENUM = 2000;

  private static final int IN_A_PART = 1000;

  private final EnumDescriptor type;
  private final Map<EnumValueDescriptor, String> names;
  private final Scope scope;
  private final Sources sources;
  private final String name;
  private final List<List<EnumValueDescriptor>> groups;
  private final List<String> parts;

  LargeEnum(
      EnumDescriptor type, Map<EnumValueDescriptor, String> names, Scope scope, Sources sources) {
    this.type = type;
    this.names = names;
    this.scope = scope;
    this.sources = sources;
    name = JavaNames.of(type).simpleName();
    groups = groups(type);
    parts = JavaNames.partsOf(type).stream().map(JavaType::simpleName).toList();
  }

  static boolean is(EnumDescriptor type) {
    return type.getValues().size() > MOST_IN_AN_ENUM;
  }

  /** The constants by their numbers; all of one number are in one group. */
  static List<List<EnumValueDescriptor>> groups(EnumDescriptor type) {
    List<EnumValueDescriptor> values = new ArrayList<>(type.getValues());
    values.sort(Comparator.comparingInt(EnumValueDescriptor::getNumber));
    List<List<EnumValueDescriptor>> groups = new ArrayList<>();
    List<EnumValueDescriptor> group = List.of();
    for (EnumValueDescriptor value : values) {
      boolean isFull =
          group.size() >= IN_A_PART && group.get(group.size() - 1).getNumber() < value.getNumber();
      if (groups.isEmpty() || isFull) {
        group = new ArrayList<>();
        groups.add(group);
      }
      group.add(value);
    }
    return groups;
  }

  void emit(Code code, String implemented, boolean nested) {
    code.add(Javadoc.of(sources.comment(type)));
    code.add(
        "public %sfinal class %s implements %s, %s {"
            .formatted(nested ? "static " : "", name, implemented, String.join(", ", parts)));
    String string = scope.lang("String");
    String override = "@" + scope.lang("Override");
    code.add("/** A number that has no constant here. */");
    code.add(
        "public static final %s UNRECOGNIZED = new %s(\"UNRECOGNIZED\", -1);"
            .formatted(name, name));
    code.member("private final %s name;\nprivate final int number;".formatted(string));
    code.member("%s(%s name, int number) {".formatted(name, string));
    code.add("this.name = name;\nthis.number = number;\n}");
    code.member(override + "\npublic int getNumber() {\nreturn number;\n}");
    code.member(override + "\npublic %s name() {\nreturn name;\n}".formatted(string));
    code.member(override + "\npublic %s toString() {\nreturn name;\n}".formatted(string));
    code.member("/** The constant with this number, {@code UNRECOGNIZED} if there is none. */");
    code.add("public static %s forNumber(int number) {".formatted(name));
    code.add("%s found =".formatted(name));
    for (int i = 0; i < parts.size() - 1; i++) {
      List<EnumValueDescriptor> group = groups.get(i);
      int last = group.get(group.size() - 1).getNumber();
      code.add("    number <= %d ? %s.find(number) :".formatted(last, parts.get(i)));
    }
    code.add("    %s.find(number);".formatted(parts.get(parts.size() - 1)));
    code.add("return found == null ? UNRECOGNIZED : found;\n}\n}");
    for (int i = 0; i < parts.size(); i++) {
      part(code, parts.get(i), groups.get(i));
    }
  }

  private void part(Code code, String part, List<EnumValueDescriptor> group) {
    code.member("/** Some of the constants of {@link %s}. */".formatted(name));
    code.add("interface %s {".formatted(part));
    List<EnumValueDescriptor> first = new ArrayList<>();
    for (EnumValueDescriptor value : group) {
      EnumValueDescriptor before = first.isEmpty() ? null : first.get(first.size() - 1);
      code.add(Javadoc.of(sources.comment(value)));
      if (before != null && before.getNumber() == value.getNumber()) {
        code.add("%s %s = %s;".formatted(name, names.get(value), names.get(before)));
      } else {
        first.add(value);
        String constant = names.get(value);
        code.add(
            "%s %s = new %s(\"%s\", %d);"
                .formatted(name, constant, name, constant, value.getNumber()));
      }
    }
    code.member("/** The constant with this number; null if there is none here. */");
    code.add("static %s find(int number) {\nreturn switch (number) {".formatted(name));
    for (EnumValueDescriptor value : first) {
      code.add("case %d -> %s;".formatted(value.getNumber(), names.get(value)));
    }
    code.add("default -> null;\n};\n}\n}");
  }
}
