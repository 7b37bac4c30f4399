package parigot.protoc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the methods of a message that are for JSON. What its fields are is a text that the runtime
 * reads, so a class gets hardly larger by it, and a guest that uses no JSON not at all.
 */
final class JsonEmitter {
  /** A text in a class has at most 65535 bytes. */
  private static final int LONGEST_TEXT = 30_000;

  private final Descriptor message;
  private final Scope scope;
  private final String name;
  private final Map<GenericDescriptor, Integer> types = new LinkedHashMap<>();

  JsonEmitter(Descriptor message, Scope scope) {
    this.message = message;
    this.scope = scope;
    name = JavaNames.of(message).simpleName();
  }

  void emit(Code code) {
    String string = scope.lang("String");
    String format = scope.runtime("JsonFormat");
    code.member("/** How it is written as JSON, and read. */");
    code.add("public static %s<%s> json() {\nreturn JsonInstance.IT;\n}".formatted(format, name));
    code.member(
        """
        /**
         * The message as JSON.
         *
         * @throws IllegalArgumentException when it holds what JSON has no form for
         */
        public %s toJson() {
        return json().write(this);
        }

        /**
         * Reads a message from JSON.
         *
         * @throws %s if the text is no JSON, or no such message
         */
        public static %s fromJson(%s json) {
        return json().read(json);
        }
        """
            .formatted(string, scope.runtime("MalformedMessageException"), name, string));
    code.member("/** Made when it is first asked for. */");
    code.add("private static final class JsonInstance {");
    code.add("static final %s<%s> IT =".formatted(format, name));
    code.add("    " + instance(format).replace("\n", "\n    ") + ";\n}");
    if (!types.isEmpty()) {
      code.member("private static %s jsonType(int index) {".formatted(scope.runtime("JsonType")));
      code.add("return switch (index) {");
      types.forEach((type, index) -> type(code, type, index));
      code.add(
          "default -> throw new %s();\n};\n}".formatted(scope.lang("IllegalArgumentException")));
    }
  }

  /** What is called for a type that JSON has in a form of its own; empty for others. */
  private String shape() {
    return switch (message.getFullName()) {
      case "google.protobuf.Any" -> "none(\"google.protobuf.Any\")";
      case "google.protobuf.Timestamp" -> "timestamp()";
      case "google.protobuf.Duration" -> "duration()";
      case "google.protobuf.FieldMask" -> "fieldMask()";
      case "google.protobuf.Struct" -> "struct()";
      case "google.protobuf.Value" -> "value()";
      case "google.protobuf.ListValue" -> "list()";
      case "google.protobuf.BoolValue" -> "wrapper(\"b false\")";
      case "google.protobuf.Int32Value" -> "wrapper(\"i 0\")";
      case "google.protobuf.Int64Value" -> "wrapper(\"I \\\"0\\\"\")";
      case "google.protobuf.UInt32Value" -> "wrapper(\"u 0\")";
      case "google.protobuf.UInt64Value" -> "wrapper(\"U \\\"0\\\"\")";
      case "google.protobuf.FloatValue" -> "wrapper(\"r 0.0\")";
      case "google.protobuf.DoubleValue" -> "wrapper(\"d 0.0\")";
      case "google.protobuf.StringValue" -> "wrapper(\"t \\\"\\\"\")";
      case "google.protobuf.BytesValue" -> "wrapper(\"y \\\"\\\"\")";
      default -> "";
    };
  }

  private String instance(String format) {
    String shape = shape();
    if (!shape.isEmpty()) {
      return "%s.of(parser(), %s.%s)".formatted(format, scope.runtime("JsonShape"), shape);
    }
    List<String> lines = message.getFields().stream().map(this::line).toList();
    String call =
        types.isEmpty()
            ? "%s.plain(parser()".formatted(format)
            : "%s.of(parser(), index -> jsonType(index)".formatted(format);
    return call + texts(lines) + ")";
  }

  private void type(Code code, GenericDescriptor type, int index) {
    if (type instanceof Descriptor) {
      code.add("case %d -> %s.json();".formatted(index, scope.name(JavaNames.of(type))));
      return;
    }
    List<String> lines = new ArrayList<>();
    for (EnumValueDescriptor value : ((EnumDescriptor) type).getValues()) {
      lines.add(value.getNumber() + " " + value.getName());
    }
    code.add(
        "case %d -> %s.of(\"%s\"%s);"
            .formatted(index, scope.runtime("JsonEnum"), type.getFullName(), texts(lines)));
  }

  /** The lines as further arguments of a call. */
  private static String texts(List<String> lines) {
    StringBuilder arguments = new StringBuilder();
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      if (text.length() + line.length() > LONGEST_TEXT) {
        arguments.append(block(text));
        text.setLength(0);
      }
      text.append("    ").append(line).append('\n');
    }
    return arguments.append(block(text)).toString();
  }

  private static String block(StringBuilder lines) {
    return lines.isEmpty() ? "" : ",\n    \"\"\"\n" + lines + "    \"\"\"";
  }

  private String line(FieldDescriptor field) {
    StringBuilder line = new StringBuilder();
    line.append(field.getNumber()).append(' ');
    if (field.isMapField()) {
      line.append('%').append(letter(field.getMessageType().findFieldByNumber(1)));
      line.append(type(field.getMessageType().findFieldByNumber(2)));
    } else {
      line.append(field.isRepeated() ? "*" : "").append(type(field));
    }
    line.append(' ').append(field.getName());
    OneofDescriptor oneof = field.getRealContainingOneof();
    if (oneof != null) {
      line.append(" @").append(oneof.getIndex());
    }
    if (!field.getJsonName().equals(camelCase(field.getName()))) {
      line.append(" =").append(escaped(field.getJsonName()));
    }
    return line.toString();
  }

  /** The name in JSON that a field has of itself. */
  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < name.length(); i++) {
      char next = name.charAt(i);
      if (next == '_') {
        upper = true;
      } else {
        camel.append(upper && next >= 'a' && next <= 'z' ? (char) (next - 'a' + 'A') : next);
        upper = false;
      }
    }
    return camel.toString();
  }

  /** In octal, which means nothing to the code around it; javac reads other escapes too early. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      boolean plain = next >= 0x80 || Character.isLetterOrDigit(next) || next == '_';
      escaped.append(plain ? next : "\\%03o".formatted((int) next));
    }
    return escaped.toString();
  }

  private String type(FieldDescriptor field) {
    return switch (field.getType()) {
      case ENUM -> "e" + index(field.getEnumType());
      case MESSAGE -> "m" + index(field.getMessageType());
      default -> letter(field);
    };
  }

  private int index(GenericDescriptor type) {
    Integer index = types.putIfAbsent(type, types.size());
    return index == null ? types.size() - 1 : index;
  }

  private static String letter(FieldDescriptor field) {
    return switch (field.getType()) {
      case INT32 -> "i";
      case UINT32 -> "u";
      case SINT32 -> "z";
      case FIXED32 -> "f";
      case SFIXED32 -> "g";
      case INT64 -> "I";
      case UINT64 -> "U";
      case SINT64 -> "Z";
      case FIXED64 -> "F";
      case SFIXED64 -> "G";
      case FLOAT -> "r";
      case DOUBLE -> "d";
      case BOOL -> "b";
      case STRING -> "t";
      case BYTES -> "y";
      case ENUM, MESSAGE, GROUP ->
          throw new IllegalArgumentException("no type of one letter: " + field.getFullName());
    };
  }
}
