package parigot.protos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.lang.reflect.InvocationTargetException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Random messages of a type, through a generated class and back. */
final class RoundTrip {
  private static final int DEEPEST = 3;
  private static final int LARGE = 100;

  private final Random random;

  RoundTrip(Random random) {
    this.random = random;
  }

  /** Bytes of protobuf-java's are read and written by the class, and are the same. */
  void of(Descriptor type, parigot.message.Message instance) throws ReflectiveOperationException {
    byte[] bytes = message(type, 0).toByteArray();
    Class<?> generated = instance.getClass();
    parigot.message.Message read = parse(generated, bytes);

    assertThat(read.toByteArray()).as(type.getFullName()).isEqualTo(bytes);
    assertThat(read.toString()).startsWith(type.getFullName() + " {");
    Object builder = generated.getMethod("toBuilder").invoke(read);
    Object again = builder.getClass().getMethod("build").invoke(builder);
    assertThat(again).isEqualTo(read).hasSameHashCodeAs(read);
    if (bytes.length > 0) {
      assertThat(again).isNotEqualTo(instance);
    }
    if (!sharesNames(type, new HashSet<>())) {
      throughJson(generated, read);
    }
  }

  /**
   * Whether fields of a message, or of one in it, have one name in JSON, which protoc allows where
   * it is asked to. Who reads takes the name for that of the last, as protobuf-java does.
   */
  private static boolean sharesNames(Descriptor type, Set<Descriptor> seen) {
    if (!seen.add(type)) {
      return false;
    }
    Set<String> names = new HashSet<>();
    for (FieldDescriptor field : type.getFields()) {
      for (String name : Set.copyOf(List.of(field.getName(), field.getJsonName()))) {
        if (!names.add(name)) {
          return true;
        }
      }
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && sharesNames(field.getMessageType(), seen)) {
        return true;
      }
    }
    return false;
  }

  private static void throughJson(Class<?> generated, parigot.message.Message message)
      throws ReflectiveOperationException {
    String json;
    try {
      json = (String) generated.getMethod("toJson").invoke(message);
    } catch (InvocationTargetException e) {
      // Some of the well-known types have values that JSON has no form for.
      assertThat(e.getCause()).isExactlyInstanceOf(IllegalArgumentException.class);
      return;
    }
    Object again;
    try {
      again = generated.getMethod("fromJson", String.class).invoke(null, json);
    } catch (InvocationTargetException e) {
      throw new AssertionError(generated.getName() + " does not read " + json, e.getCause());
    }
    assertThat(generated.getMethod("toJson").invoke(again)).isEqualTo(json);
    if (!json.contains("null")) {
      assertThat(again).as(json).isEqualTo(message);
    }
  }

  private static parigot.message.Message parse(Class<?> generated, byte[] bytes)
      throws ReflectiveOperationException {
    try {
      return (parigot.message.Message)
          generated.getMethod("parseFrom", byte[].class).invoke(null, (Object) bytes);
    } catch (InvocationTargetException e) {
      throw new AssertionError(generated.getName() + " does not read its bytes", e.getCause());
    }
  }

  private Message message(Descriptor type, int depth) {
    DynamicMessage.Builder builder = DynamicMessage.newBuilder(type);
    for (FieldDescriptor field : type.getFields()) {
      boolean tooDeep = depth >= DEEPEST && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
      boolean isLarge = depth > 0 && type.getFields().size() > LARGE;
      if (tooDeep || random.nextInt(100) < (isLarge ? 99 : 30)) {
        continue;
      }
      if (field.isMapField()) {
        entries(builder, field, depth);
      } else if (field.isRepeated()) {
        for (int i = random.nextInt(3); i > 0; i--) {
          builder.addRepeatedField(field, value(field, depth));
        }
      } else {
        Object value = value(field, depth);
        // A dynamic message would send a default that was set.
        if (field.hasPresence() || !isDefault(field, value)) {
          builder.setField(field, value);
        }
      }
    }
    return builder.build();
  }

  private static boolean isDefault(FieldDescriptor field, Object value) {
    return value instanceof EnumValueDescriptor constant
        ? constant.getNumber() == 0
        : value.equals(field.getDefaultValue());
  }

  /** Each key once: a map does not keep what another entry replaces. */
  private void entries(DynamicMessage.Builder builder, FieldDescriptor field, int depth) {
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    Set<Object> keys = new HashSet<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Object next = value(key, depth);
      if (keys.add(next)) {
        builder.addRepeatedField(
            field,
            DynamicMessage.newBuilder(field.getMessageType())
                .setField(key, next)
                .setField(value, value(value, depth))
                .build());
      }
    }
  }

  private Object value(FieldDescriptor field, int depth) {
    return switch (field.getJavaType()) {
      case INT -> random.nextInt();
      case LONG -> random.nextLong();
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case STRING -> "s" + random.nextInt(100);
      case BYTE_STRING -> ByteString.copyFromUtf8("b" + random.nextInt(100));
      case ENUM -> constant(field);
      case MESSAGE -> message(field.getMessageType(), depth + 1);
    };
  }

  private EnumValueDescriptor constant(FieldDescriptor field) {
    List<EnumValueDescriptor> constants = field.getEnumType().getValues();
    return random.nextInt(4) == 0
        ? field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt())
        : constants.get(random.nextInt(constants.size()));
  }
}
