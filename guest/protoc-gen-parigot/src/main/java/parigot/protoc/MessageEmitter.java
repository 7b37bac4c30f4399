package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Writes the class of a message, its builder in it. */
final class MessageEmitter {
  private static final int ARGUMENTS_WIDTH = 72;

  /** With more fields, methods are split: the compiler overflows its stack on long expressions. */
  private static final int MOST_IN_A_METHOD = 100;

  /** With more fields, the constructor is split too, and the fields cannot be final. */
  private static final int MOST_IN_A_CONSTRUCTOR = 500;

  private final Descriptor message;
  private final Scope scope;
  private final Sources sources;
  private final String name;
  private final List<Field> fields = new ArrayList<>();
  private final List<OneofField> oneofs = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();

  MessageEmitter(Descriptor message, Scope scope, Sources sources) {
    this.message = message;
    this.scope = scope;
    this.sources = sources;
    name = JavaNames.of(message).simpleName();
    FieldNames names = new FieldNames(message, scope);
    Map<OneofDescriptor, OneofField> seen = new HashMap<>();
    for (FieldDescriptor field : message.getFields()) {
      OneofDescriptor oneof = field.getRealContainingOneof();
      if (oneof != null) {
        if (!seen.containsKey(oneof)) {
          OneofField added = new OneofField(oneof, names, scope, sources);
          seen.put(oneof, added);
          oneofs.add(added);
          fields.add(added);
          parts.addAll(added.members());
        }
      } else if (field.isMapField()) {
        add(new MapField(field, names, scope, sources));
      } else if (field.isRepeated()) {
        add(new RepeatedField(field, names, scope, sources));
      } else {
        add(new SingleField(field, names, scope, sources));
      }
    }
    parts.sort(Comparator.comparingInt(part -> part.descriptor().getNumber()));
  }

  private <F extends Field & Part> void add(F field) {
    fields.add(field);
    parts.add(field);
  }

  void emit(Code code) {
    boolean nested = message.getContainingType() != null;
    code.add(Javadoc.of(sources.comment(message)));
    code.add(
        "public %sfinal class %s implements %s {"
            .formatted(nested ? "static " : "", name, scope.runtime("Message")));
    code.gap();
    boolean many = fields.size() > MOST_IN_A_CONSTRUCTOR;
    String finality = many ? "private " : "private final ";
    fields.forEach(field -> field.declare(code, finality));
    code.add("private final %s unknownFields;".formatted(scope.runtime("UnknownFields")));
    code.member(
        "private %s(Builder builder, %s unknownFields) {"
            .formatted(name, scope.runtime("UnknownFields")));
    if (many) {
      code.add("this.unknownFields = unknownFields;");
      split(
          code,
          fields,
          "copyFields%d(builder);",
          "private void copyFields%d(Builder builder) {",
          field -> field.copyFromBuilder(code));
    } else {
      fields.forEach(field -> field.copyFromBuilder(code));
      code.add("this.unknownFields = unknownFields;\n}");
    }
    factories(code);
    new JsonEmitter(message, scope).emit(code);
    WellKnownMethods.emit(message, code, scope);
    fields.forEach(field -> field.getters(code));
    binary(code);
    object(code);
    builder(code);
    oneofs.forEach(oneof -> oneof.caseEnum(code));
    message.getEnumTypes().forEach(type -> new EnumEmitter(type, scope, sources).emit(code.gap()));
    message.getNestedTypes().stream()
        .filter(type -> !type.getOptions().getMapEntry())
        .forEach(type -> new MessageEmitter(type, scope, sources).emit(code.gap()));
    code.add("}");
  }

  private void factories(Code code) {
    code.member("/** The message with no field set. */");
    code.add(
        "public static %s getDefaultInstance() {\nreturn DefaultInstance.IT;\n}".formatted(name));
    code.member("public static Builder newBuilder() {\nreturn new Builder();\n}");
    code.member("/** A builder that starts with the fields of another message. */");
    code.add(
        "public static Builder newBuilder(%s prototype) {\nreturn prototype.toBuilder();\n}"
            .formatted(name));
    code.member("/** A builder that starts with these fields. */");
    code.add("public Builder toBuilder() {\nreturn new Builder(this);\n}");
    code.member(
        "public static %s<%s> parser() {\nreturn in -> newBuilder().mergeFrom(in).build();\n}"
            .formatted(scope.runtime("MessageParser"), name));
    code.member(
        """
        /**
         * Reads a message in the binary format.
         *
         * @throws %s if the bytes are no such message
         */
        public static %s parseFrom(byte[] bytes) {
        return parser().parseFrom(bytes);
        }
        """
            .formatted(scope.runtime("MalformedMessageException"), name));
  }

  private void binary(Code code) {
    override(code, "public %s typeName() {".formatted(scope.lang("String")));
    code.add("return \"%s\";\n}".formatted(message.getFullName()));
    override(code, "public void writeTo(%s out) {".formatted(scope.runtime("MessageWriter")));
    code.add("out.writeUnknown(unknownFields);");
    List<List<Part>> groups = groups(parts);
    if (groups.size() == 1) {
      writing(code, parts);
      code.add("}");
      return;
    }
    for (int i = groups.size(); i > 0; i--) {
      code.add("writeFields%d(out);".formatted(i));
    }
    code.add("}");
    for (int i = 1; i <= groups.size(); i++) {
      code.member(
          "private void writeFields%d(%s out) {".formatted(i, scope.runtime("MessageWriter")));
      writing(code, groups.get(i - 1));
      code.add("}");
    }
  }

  private static void writing(Code code, List<Part> parts) {
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).write(code);
    }
  }

  private static <T> List<List<T>> groups(List<T> all) {
    List<List<T>> groups = new ArrayList<>();
    for (int i = 0; i == 0 || i < all.size(); i += MOST_IN_A_METHOD) {
      groups.add(all.subList(i, Math.min(i + MOST_IN_A_METHOD, all.size())));
    }
    return groups;
  }

  private void object(Code code) {
    equality(code);
    hash(code);
    text(code);
  }

  private void equality(Code code) {
    override(code, "public boolean equals(%s other) {".formatted(scope.lang("Object")));
    code.add("return other instanceof %s that".formatted(name));
    List<List<String>> groups = groups(all(Field::isEqual));
    if (groups.size() == 1) {
      groups.get(0).forEach(part -> code.add("    && " + part));
      code.add("    && unknownFields.equals(that.unknownFields);\n}");
      return;
    }
    for (int i = 1; i <= groups.size(); i++) {
      code.add("    && equalFields%d(that)".formatted(i));
    }
    code.add("    && unknownFields.equals(that.unknownFields);\n}");
    for (int i = 1; i <= groups.size(); i++) {
      code.member("private boolean equalFields%d(%s that) {".formatted(i, name));
      code.add("return " + String.join("\n    && ", groups.get(i - 1)) + ";\n}");
    }
  }

  private void hash(Code code) {
    String objects = scope.util("Objects");
    override(code, "public int hashCode() {");
    List<List<String>> groups = groups(all(Field::hashed));
    List<String> hashed = new ArrayList<>();
    if (groups.size() == 1) {
      hashed.addAll(groups.get(0));
    } else {
      for (int i = 1; i <= groups.size(); i++) {
        hashed.add("hashOfFields%d()".formatted(i));
      }
    }
    hashed.add("unknownFields");
    code.add("return %s.hash(%s);\n}".formatted(objects, wrapped(hashed)));
    for (int i = 1; i <= groups.size() && groups.size() > 1; i++) {
      code.member("private int hashOfFields%d() {".formatted(i));
      code.add("return %s.hash(%s);\n}".formatted(objects, wrapped(groups.get(i - 1))));
    }
  }

  private void text(Code code) {
    String text = scope.runtime("MessageText");
    override(code, "public %s toString() {".formatted(scope.lang("String")));
    List<List<String>> groups = groups(all(Field::text));
    if (groups.size() == 1) {
      code.add("return new %s(this)".formatted(text));
      groups.get(0).forEach(part -> code.add("    " + part));
      code.add("    .end(unknownFields);\n}");
      return;
    }
    code.add("%s out = new %s(this);".formatted(text, text));
    for (int i = 1; i <= groups.size(); i++) {
      code.add("textOfFields%d(out);".formatted(i));
    }
    code.add("return out.end(unknownFields);\n}");
    for (int i = 1; i <= groups.size(); i++) {
      code.member("private void textOfFields%d(%s out) {".formatted(i, text));
      code.add("out" + String.join("\n    ", groups.get(i - 1)) + ";\n}");
    }
  }

  private List<String> all(Function<Field, List<String>> ofOne) {
    return fields.stream().flatMap(field -> ofOne.apply(field).stream()).toList();
  }

  /** Arguments, over as many lines as they need. */
  private static String wrapped(List<String> arguments) {
    String oneLine = String.join(", ", arguments);
    if (oneLine.length() <= ARGUMENTS_WIDTH) {
      return oneLine;
    }
    StringBuilder text = new StringBuilder();
    int width = ARGUMENTS_WIDTH;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i) + (i + 1 < arguments.size() ? "," : "");
      width += argument.length() + 1;
      if (width > ARGUMENTS_WIDTH) {
        text.append("\n    ");
        width = argument.length();
      } else {
        text.append(' ');
      }
      text.append(argument);
    }
    return text.toString();
  }

  private void builder(Code code) {
    code.member(
        "public static final class Builder extends %s<%s> {"
            .formatted(scope.runtime("MessageBuilder"), name));
    fields.forEach(field -> field.declareInBuilder(code));
    code.member("private Builder() {");
    code.add("}");
    code.member("private Builder(%s message) {\nsuper(message.unknownFields);".formatted(name));
    split(
        code,
        fields,
        "copyFields%d(message);",
        "private void copyFields%%d(%s message) {".formatted(name),
        field -> field.copyFromMessage(code));
    fields.forEach(field -> field.builderMethods(code));
    merging(code);
    override(
        code,
        "public %s build() {\nreturn new %s(this, unknownFields());\n}".formatted(name, name));
    override(code, "protected void readFields(%s in) {".formatted(scope.runtime("MessageReader")));
    code.add("for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {");
    List<List<Part>> groups = groups(parts);
    if (groups.size() == 1) {
      reading(code, parts);
      code.add("}\n}");
    } else {
      for (int i = 1; i < groups.size(); i++) {
        List<Part> group = groups.get(i - 1);
        int last = group.get(group.size() - 1).descriptor().getNumber();
        code.add("%sif (tag >>> 3 <= %d) {".formatted(i == 1 ? "" : "} else ", last));
        code.add("readField%d(in, tag);".formatted(i));
      }
      code.add("} else {\nreadField%d(in, tag);\n}\n}\n}".formatted(groups.size()));
      for (int i = 1; i <= groups.size(); i++) {
        code.member(
            "private void readField%d(%s in, int tag) {"
                .formatted(i, scope.runtime("MessageReader")));
        reading(code, groups.get(i - 1));
        code.add("}");
      }
    }
    List<Part> joined = parts.stream().filter(MessageEmitter::isJoined).toList();
    if (!joined.isEmpty()) {
      override(code, "protected void joinParts() {");
      split(
          code, joined, "joinParts%d();", "private void joinParts%d() {", part -> part.join(code));
    }
    code.add("}");
    code.member("/** Made when it is first asked for. */");
    code.add("private static final class DefaultInstance {");
    code.add("static final %s IT = newBuilder().build();\n}".formatted(name));
  }

  private static void reading(Code code, List<Part> parts) {
    code.add("switch (tag) {");
    parts.forEach(part -> part.parse(code));
    code.add("default -> keepUnknown(in, tag);\n}");
  }

  private static boolean isJoined(Part part) {
    Code joins = new Code();
    part.join(joins);
    return !joins.toString().isEmpty();
  }

  /**
   * Ends a method that does something for each of several things: itself, or by methods that do it
   * for some of them.
   */
  private static <T> void split(
      Code code, List<T> things, String call, String head, Consumer<T> writer) {
    List<List<T>> groups = groups(things);
    if (groups.size() == 1) {
      things.forEach(writer);
      code.add("}");
      return;
    }
    for (int i = 1; i <= groups.size(); i++) {
      code.add(call.formatted(i));
    }
    code.add("}");
    for (int i = 1; i <= groups.size(); i++) {
      code.member(head.formatted(i));
      groups.get(i - 1).forEach(writer);
      code.add("}");
    }
  }

  private void merging(Code code) {
    code.member(
        """
        /**
         * Adds the fields of another message to those that are set: a single one replaces, a message
         * is merged, a repeated one is appended.
         */
        public Builder mergeFrom(%s other) {
        return mergeFrom(other.toByteArray());
        }
        """
            .formatted(name));
    code.member(
        """
        /**
         * Adds the fields of a message in the binary format.
         *
         * @throws %s if the bytes are no such message; the builder is then useless
         */
        public Builder mergeFrom(byte[] bytes) {
        mergeFrom(new %s(bytes));
        return this;
        }
        """
            .formatted(scope.runtime("MalformedMessageException"), scope.runtime("MessageReader")));
  }

  private void override(Code code, String lines) {
    code.member("@" + scope.lang("Override")).add(lines);
  }
}
