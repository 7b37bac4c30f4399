package parigot.record;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Blanks what is secret in messages: fields that their .proto marks with {@code debug_redact}, and
 * the values of some headers. It looks into nested messages, lists, maps, and into what is packed
 * in an {@link Any} if its type is known.
 */
final class Redaction {
  static final String BLANK = "[blanked]";

  private static final Set<String> HEADER_FIELDS =
      Set.of("header", "headers", "trailer", "trailers");
  private static final String HEADER_LINE = "http.v1.HeaderLine";

  private final Set<String> headers;
  private final Function<Any, Optional<? extends Message>> known;

  /**
   * @param headers the names of headers whose values are blanked
   * @param known reads what is packed, if its type is known
   */
  Redaction(Set<String> headers, Function<Any, Optional<? extends Message>> known) {
    this.headers =
        headers.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    this.known = known;
  }

  /** Whether this is a header whose value is blanked. */
  boolean isSecretHeader(String name) {
    return headers.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a field of this value is marked: itself, or its value of an enum. */
  static boolean isMarked(FieldDescriptor field, Object value) {
    return field.getOptions().getDebugRedact()
        || (value instanceof EnumValueDescriptor constant
            && constant.getOptions().getDebugRedact());
  }

  /**
   * The same to be shown: with a text in the place of marked texts, without the other marked
   * fields, and without fields of which nobody knows what they are.
   */
  Message shown(Message message) {
    return blanked(message, false);
  }

  /** The same to be kept: as above, with the fields of which nobody knows what they are. */
  Message kept(Message message) {
    return blanked(message, true);
  }

  private Message blanked(Message message, boolean keepsUnknown) {
    Optional<Any> packed = packed(message);
    if (packed.isPresent()) {
      return packed(message, packed.get(), keepsUnknown);
    }
    Message.Builder result = message.toBuilder();
    if (!keepsUnknown) {
      result.setUnknownFields(UnknownFieldSet.getDefaultInstance());
    }
    for (Map.Entry<FieldDescriptor, Object> each : message.getAllFields().entrySet()) {
      FieldDescriptor field = each.getKey();
      Object value = each.getValue();
      if (field.isRepeated()) {
        blankList(result, field, (List<?>) value, keepsUnknown);
      } else if (isMarked(field, value)) {
        blank(result, field);
      } else if (value instanceof Message inner) {
        result.setField(field, blanked(inner, keepsUnknown));
      }
    }
    blankHeaderLine(message, result);
    return result.build();
  }

  private static void blank(Message.Builder result, FieldDescriptor field) {
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

  private void blankList(
      Message.Builder result, FieldDescriptor field, List<?> values, boolean keepsUnknown) {
    if (field.getOptions().getDebugRedact()) {
      blank(result, field);
      return;
    }
    result.clearField(field);
    for (Object value : values) {
      if (value instanceof Message inner) {
        result.addRepeatedField(
            field, isHeaders(field) ? header(inner) : blanked(inner, keepsUnknown));
      } else if (!isMarked(field, value)) {
        result.addRepeatedField(field, value);
      }
    }
  }

  private static boolean isHeaders(FieldDescriptor field) {
    return field.isMapField()
        && HEADER_FIELDS.contains(field.getName())
        && field.getMessageType().findFieldByNumber(1).getJavaType()
            == FieldDescriptor.JavaType.STRING
        && field.getMessageType().findFieldByNumber(2).getJavaType()
            == FieldDescriptor.JavaType.STRING;
  }

  private Message header(Message entry) {
    FieldDescriptor key = entry.getDescriptorForType().findFieldByNumber(1);
    FieldDescriptor value = entry.getDescriptorForType().findFieldByNumber(2);
    return isSecretHeader((String) entry.getField(key))
        ? entry.toBuilder().setField(value, BLANK).build()
        : entry;
  }

  private void blankHeaderLine(Message message, Message.Builder result) {
    if (message.getDescriptorForType().getFullName().equals(HEADER_LINE)) {
      FieldDescriptor name = message.getDescriptorForType().findFieldByName("name");
      FieldDescriptor value = message.getDescriptorForType().findFieldByName("value");
      if (isSecretHeader((String) message.getField(name))) {
        result.setField(value, BLANK);
      }
    }
  }

  private static Optional<Any> packed(Message message) {
    if (!message.getDescriptorForType().getFullName().equals("google.protobuf.Any")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Any.parseFrom(message.toByteString()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("an Any is written as one", e);
    }
  }

  private Message packed(Message message, Any any, boolean keepsUnknown) {
    Optional<? extends Message> inner = known.apply(any);
    if (inner.isEmpty()) {
      return message;
    }
    Message blanked = blanked(inner.get(), keepsUnknown);
    if (blanked.equals(inner.get())) {
      return message;
    }
    FieldDescriptor value = message.getDescriptorForType().findFieldByNumber(2);
    return message.toBuilder().setField(value, blanked.toByteString()).build();
  }
}
