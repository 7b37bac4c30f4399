package parigot.protoc;

import com.google.protobuf.Descriptors.FieldDescriptor;

/**
 * How the values of a field are kept, read and written. An enum is kept as its number, so that one
 * without a constant survives.
 *
 * @param javaType what a value is kept in
 * @param boxed the same as a class
 * @param method what the methods of reader and writer are called, behind {@code read} and {@code
 *     write}
 * @param readMethod the reader's, where several types are read alike
 * @param fieldType an expression for the runtime's FieldType
 * @param defaultValue an expression
 */
record ValueType(
    String javaType,
    String boxed,
    String method,
    String readMethod,
    String fieldType,
    String defaultValue) {

  static ValueType of(FieldDescriptor field, Scope scope) {
    FieldDescriptor.Type type = field.getType();
    return switch (type) {
      case INT32, ENUM -> number("int", scope.lang("Integer"), "Int32", "Int32", "int32", scope);
      case UINT32 -> number("int", scope.lang("Integer"), "Uint32", "Int32", "uint32", scope);
      case SINT32 -> number("int", scope.lang("Integer"), "Sint32", "Sint32", "sint32", scope);
      case FIXED32, SFIXED32 ->
          number("int", scope.lang("Integer"), "Fixed32", "Fixed32", "fixed32", scope);
      case INT64, UINT64 -> number("long", scope.lang("Long"), "Int64", "Int64", "int64", scope);
      case SINT64 -> number("long", scope.lang("Long"), "Sint64", "Sint64", "sint64", scope);
      case FIXED64, SFIXED64 ->
          number("long", scope.lang("Long"), "Fixed64", "Fixed64", "fixed64", scope);
      case FLOAT -> number("float", scope.lang("Float"), "Float", "Float", "float32", scope);
      case DOUBLE -> number("double", scope.lang("Double"), "Double", "Double", "float64", scope);
      case BOOL ->
          new ValueType(
              "boolean", scope.lang("Boolean"), "Bool", "Bool", factory(scope, "bool"), "false");
      case STRING -> {
        String string = scope.lang("String");
        yield new ValueType(string, string, "String", "String", factory(scope, "string"), "\"\"");
      }
      case BYTES -> {
        String bytes = scope.runtime("Bytes");
        yield new ValueType(
            bytes, bytes, "Bytes", "Bytes", factory(scope, "bytes"), bytes + ".EMPTY");
      }
      case MESSAGE -> {
        String message = scope.name(JavaNames.of(field.getMessageType()));
        yield new ValueType(
            message,
            message,
            "Message",
            "Message",
            scope.runtime("FieldType") + ".message(" + message + "::newBuilder)",
            message + ".getDefaultInstance()");
      }
      case GROUP ->
          throw new IllegalArgumentException("proto3 has no groups: " + field.getFullName());
    };
  }

  /** Whether it is a number that is printed as one without a sign, which Java's types have. */
  static boolean isUnsigned(FieldDescriptor field) {
    return switch (field.getType()) {
      case UINT32, UINT64, FIXED32, FIXED64 -> true;
      default -> false;
    };
  }

  private static ValueType number(
      String javaType,
      String boxed,
      String method,
      String readMethod,
      String fieldType,
      Scope scope) {
    String zero = javaType.equals("long") ? "0L" : javaType.equals("float") ? "0f" : "0";
    return new ValueType(javaType, boxed, method, readMethod, factory(scope, fieldType), zero);
  }

  private static String factory(Scope scope, String name) {
    return scope.runtime("FieldType") + "." + name + "()";
  }

  boolean isPrimitive() {
    return !javaType.equals(boxed);
  }

  /** Whether a value is not the default. Negative zero is not. */
  String isSet(String value) {
    return switch (javaType) {
      case "boolean" -> value;
      case "int", "long" -> value + " != 0";
      case "float" -> boxed + ".floatToRawIntBits(" + value + ") != 0";
      case "double" -> boxed + ".doubleToRawLongBits(" + value + ") != 0";
      default -> "!" + value + ".isEmpty()";
    };
  }

  String isEqual(String one, String other) {
    return switch (javaType) {
      case "boolean", "int", "long" -> one + " == " + other;
      case "float", "double" -> boxed + ".compare(" + one + ", " + other + ") == 0";
      default -> one + ".equals(" + other + ")";
    };
  }
}
