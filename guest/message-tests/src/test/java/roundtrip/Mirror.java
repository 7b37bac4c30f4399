package roundtrip;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import parigot.message.Bytes;

/**
 * Copies between protobuf-java's messages and ours through the methods of the builders and
 * messages.
 */
final class Mirror {
  private Mirror() {}

  static parigot.message.Message ours(Message theirs) throws ReflectiveOperationException {
    Object builder =
        Class.forName(className(theirs.getDescriptorForType()))
            .getMethod("newBuilder")
            .invoke(null);
    for (Map.Entry<FieldDescriptor, Object> set : theirs.getAllFields().entrySet()) {
      FieldDescriptor field = set.getKey();
      String name = camelCase(field.getName());
      String value = isEnum(field) ? "Value" : "";
      if (field.isMapField()) {
        FieldDescriptor keys = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor values = field.getMessageType().findFieldByNumber(2);
        for (Object element : (List<?>) set.getValue()) {
          Message entry = (Message) element;
          String put = "put" + name + (isEnum(values) ? "Value" : "");
          call(builder, put, entry.getField(keys), ours(entry.getField(values)));
        }
      } else if (field.isRepeated()) {
        for (Object element : (List<?>) set.getValue()) {
          call(builder, "add" + name + value, ours(element));
        }
      } else {
        call(builder, "set" + name + value, ours(set.getValue()));
      }
    }
    return (parigot.message.Message) call(builder, "build");
  }

  private static Object ours(Object theirs) throws ReflectiveOperationException {
    if (theirs instanceof Message message) {
      return ours(message);
    }
    if (theirs instanceof ByteString bytes) {
      return Bytes.of(bytes.toByteArray());
    }
    return theirs instanceof EnumValueDescriptor constant ? (Object) constant.getNumber() : theirs;
  }

  static Message theirs(parigot.message.Message ours, Message.Builder builder)
      throws ReflectiveOperationException {
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      String name = camelCase(field.getName());
      String value = isEnum(field) ? "Value" : "";
      if (field.isMapField()) {
        FieldDescriptor values = field.getMessageType().findFieldByNumber(2);
        String get = "get" + name + (isEnum(values) ? "ValueMap" : "Map");
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) call(ours, get)).entrySet()) {
          Message.Builder theirs = builder.newBuilderForField(field);
          theirs.setField(field.getMessageType().findFieldByNumber(1), entry.getKey());
          theirs.setField(values, theirs(entry.getValue(), values, theirs));
          builder.addRepeatedField(field, theirs.build());
        }
      } else if (field.isRepeated()) {
        for (Object element : (List<?>) call(ours, "get" + name + value + "List")) {
          builder.addRepeatedField(field, theirs(element, field, builder));
        }
      } else if (!field.hasPresence() || (boolean) call(ours, "has" + name)) {
        builder.setField(field, theirs(call(ours, "get" + name + value), field, builder));
      }
    }
    return builder.build();
  }

  private static Object theirs(Object ours, FieldDescriptor field, Message.Builder builder)
      throws ReflectiveOperationException {
    if (ours instanceof parigot.message.Message message) {
      return theirs(message, builder.newBuilderForField(field));
    }
    if (ours instanceof Bytes bytes) {
      return ByteString.copyFrom(bytes.toByteArray());
    }
    return isEnum(field)
        ? field.getEnumType().findValueByNumberCreatingIfUnknown((Integer) ours)
        : ours;
  }

  private static boolean isEnum(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.ENUM;
  }

  private static Object call(Object target, String name, Object... arguments)
      throws ReflectiveOperationException {
    for (Method method : target.getClass().getMethods()) {
      if (method.getName().equals(name) && takes(method, arguments)) {
        try {
          return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
          throw new AssertionError(name + Arrays.toString(arguments), failed.getCause());
        }
      }
    }
    throw new NoSuchMethodException(target.getClass() + "." + name);
  }

  /** Whether it is one for these arguments, and not its namesake for a builder. */
  private static boolean takes(Method method, Object... arguments) {
    Class<?>[] parameters = method.getParameterTypes();
    if (parameters.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < parameters.length; i++) {
      if (!parameters[i].isPrimitive() && !parameters[i].isInstance(arguments[i])) {
        return false;
      }
    }
    return true;
  }

  private static String className(Descriptor message) {
    if (message.getContainingType() != null) {
      return className(message.getContainingType()) + "$" + message.getName();
    }
    String packageName = message.getFile().getPackage();
    return (packageName.equals("google.protobuf") ? "parigot.message.wellknown" : packageName)
        + "."
        + message.getName();
  }

  /** A field's name in the names of its methods, as protobuf-java forms it. */
  private static String camelCase(String name) {
    StringBuilder text = new StringBuilder();
    boolean upper = true;
    for (int i = 0; i < name.length(); i++) {
      char next = name.charAt(i);
      if (next != '_') {
        text.append(upper ? Character.toUpperCase(next) : next);
      }
      upper = next == '_' || Character.isDigit(next);
    }
    return text.toString();
  }
}
