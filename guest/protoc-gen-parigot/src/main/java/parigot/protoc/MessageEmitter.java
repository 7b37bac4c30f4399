package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes the class of a message, its builder in it. */
final class MessageEmitter {
  private static final int ARGUMENTS_WIDTH = 72;

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
    fields.forEach(field -> field.declare(code));
    code.add("private final %s unknownFields;".formatted(scope.runtime("UnknownFields")));
    code.member(
        "private %s(Builder builder, %s unknownFields) {"
            .formatted(name, scope.runtime("UnknownFields")));
    fields.forEach(field -> field.copyFromBuilder(code));
    code.add("this.unknownFields = unknownFields;\n}");
    factories(code);
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
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).write(code);
    }
    code.add("}");
  }

  private void object(Code code) {
    override(code, "public boolean equals(%s other) {".formatted(scope.lang("Object")));
    code.add("return other instanceof %s that".formatted(name));
    fields.forEach(field -> code.add("    && " + field.isEqual()));
    code.add("    && unknownFields.equals(that.unknownFields);\n}");
    override(code, "public int hashCode() {");
    List<String> hashed = new ArrayList<>();
    fields.forEach(field -> hashed.addAll(field.hashed()));
    hashed.add("unknownFields");
    code.add("return %s.hash(%s);\n}".formatted(scope.util("Objects"), wrapped(hashed)));
    override(code, "public %s toString() {".formatted(scope.lang("String")));
    code.add("return new %s(this)".formatted(scope.runtime("MessageText")));
    fields.forEach(field -> field.text().lines().forEach(line -> code.add("    " + line)));
    code.add("    .end(unknownFields);\n}");
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
    fields.forEach(field -> field.copyFromMessage(code));
    code.add("}");
    fields.forEach(field -> field.builderMethods(code));
    merging(code);
    override(
        code,
        "public %s build() {\nreturn new %s(this, unknownFields());\n}".formatted(name, name));
    override(code, "protected void readFields(%s in) {".formatted(scope.runtime("MessageReader")));
    code.add("for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {\nswitch (tag) {");
    parts.forEach(part -> part.parse(code));
    code.add("default -> keepUnknown(in, tag);\n}\n}\n}");
    Code joins = new Code();
    parts.forEach(part -> part.join(joins));
    if (!joins.toString().isEmpty()) {
      override(code, "protected void joinParts() {");
      parts.forEach(part -> part.join(code));
      code.add("}");
    }
    code.add("}");
    code.member("/** Made when it is first asked for. */");
    code.add("private static final class DefaultInstance {");
    code.add("static final %s IT = newBuilder().build();\n}".formatted(name));
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
