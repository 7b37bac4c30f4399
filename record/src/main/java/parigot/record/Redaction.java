package parigot.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Blanks the fields of messages that their .proto marks with {@code debug_redact}. */
final class Redaction {
  static final String BLANK = "[blanked]";

  private Redaction() {}

  /** The same with a text in the place of marked texts, and without the other marked fields. */
  static DynamicMessage blanked(DynamicMessage message) {
    DynamicMessage.Builder result = message.toBuilder();
    for (Map.Entry<FieldDescriptor, Object> each : message.getAllFields().entrySet()) {
      FieldDescriptor field = each.getKey();
      if (field.getOptions().getDebugRedact()) {
        blank(result, field);
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        result.setField(field, within(field, each.getValue()));
      }
    }
    return result.build();
  }

  private static void blank(DynamicMessage.Builder result, FieldDescriptor field) {
    result.clearField(field);
    Object text =
        switch (field.getJavaType()) {
          case STRING -> BLANK;
          case BYTE_STRING -> ByteString.EMPTY;
          default -> null;
        };
    if (text != null && field.isRepeated()) {
      result.setField(field, List.of(text));
    } else if (text != null) {
      result.setField(field, text);
    }
  }

  private static Object within(FieldDescriptor field, Object value) {
    if (!field.isRepeated()) {
      return within((Message) value);
    }
    return ((List<?>) value)
        .stream().map(each -> within((Message) each)).collect(Collectors.toList());
  }

  private static Message within(Message message) {
    return message instanceof DynamicMessage dynamic ? blanked(dynamic) : message;
  }
}
