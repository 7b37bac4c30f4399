package parigot.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a message for a person: its name, and in braces what protobuf's text format says of its
 * fields.
 */
public final class MessageText {
  private final StringBuilder text = new StringBuilder();

  /** Begins a message. */
  public MessageText(Message message) {
    text.append(message.typeName()).append(" {");
  }

  /** What to show for an enum's number: its constant, or the number if it has none. */
  public static Object named(MessageEnum constant, int number) {
    return constant.name().equals("UNRECOGNIZED") ? (Object) number : constant;
  }

  /** What to show for an enum's numbers. */
  public static List<Object> named(List<? extends MessageEnum> constants, List<Integer> numbers) {
    List<Object> shown = new ArrayList<>();
    for (int i = 0; i < numbers.size(); i++) {
      shown.add(named(constants.get(i), numbers.get(i)));
    }
    return shown;
  }

  /** What to show for a map to an enum's numbers. */
  public static <K> Map<K, Object> named(
      Map<K, ? extends MessageEnum> constants, Map<K, Integer> numbers) {
    Map<K, Object> shown = new LinkedHashMap<>();
    numbers.forEach((key, number) -> shown.put(key, named(constants.get(key), number)));
    return shown;
  }

  /** What to show for a number of 32 or 64 bits that has no sign; null for null. */
  public static Number unsigned(Number value) {
    if (value instanceof Integer number) {
      return number & 0xffffffffL;
    }
    return value instanceof Long number && number < 0 ? new UnsignedLong(number) : value;
  }

  /** What to show for numbers without a sign. */
  public static List<Number> unsigned(List<? extends Number> values) {
    List<Number> shown = new ArrayList<>();
    values.forEach(value -> shown.add(unsigned(value)));
    return shown;
  }

  /** What to show for a map whose keys have no sign. */
  public static <V> Map<Number, V> unsignedKeys(Map<? extends Number, V> entries) {
    Map<Number, V> shown = new LinkedHashMap<>();
    entries.forEach((key, value) -> shown.put(unsigned(key), value));
    return shown;
  }

  /** What to show for a map whose values have no sign. */
  public static <K> Map<K, Number> unsignedValues(Map<K, ? extends Number> entries) {
    Map<K, Number> shown = new LinkedHashMap<>();
    entries.forEach((key, value) -> shown.put(key, unsigned(value)));
    return shown;
  }

  /** A field with presence; nothing when it is null. */
  public MessageText optional(String name, Object value) {
    if (value instanceof Message message) {
      String nested = message.toString();
      text.append(' ').append(name).append(nested, nested.indexOf(" {"), nested.length());
    } else if (value != null) {
      text.append(' ').append(name).append(": ");
      scalar(value);
    }
    return this;
  }

  /** A field without presence; nothing when it has its default. */
  public MessageText field(String name, Object value) {
    boolean isDefault =
        value instanceof String string
            ? string.isEmpty()
            : value instanceof Bytes bytes
                ? bytes.isEmpty()
                : value instanceof Boolean bool
                    ? !bool
                    : value instanceof Number number && number.doubleValue() == 0;
    return isDefault ? this : optional(name, value);
  }

  /** A repeated field. */
  public MessageText repeated(String name, List<?> values) {
    for (Object value : values) {
      optional(name, value);
    }
    return this;
  }

  /** A map field. */
  public MessageText map(String name, Map<?, ?> entries) {
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      text.append(' ').append(name).append(" {");
      optional("key", entry.getKey());
      optional("value", entry.getValue());
      text.append(" }");
    }
    return this;
  }

  /** Ends the message. */
  public String end(UnknownFields unknownFields) {
    if (unknownFields.size() > 0) {
      text.append(" # and unknown fields: ").append(unknownFields);
    }
    return text.append(" }").toString();
  }

  private void scalar(Object value) {
    if (value instanceof String string) {
      text.append('"');
      for (int i = 0; i < string.length(); i++) {
        escaped(string.charAt(i), false);
      }
      text.append('"');
    } else if (value instanceof Bytes bytes) {
      text.append('"');
      for (int i = 0; i < bytes.size(); i++) {
        escaped((char) (bytes.byteAt(i) & 0xff), true);
      }
      text.append('"');
    } else {
      text.append(value);
    }
  }

  private void escaped(char next, boolean isByte) {
    switch (next) {
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '"', '\\' -> text.append('\\').append(next);
      default -> {
        if (next < ' ' || next == 0x7f || (isByte && next > 0x7f)) {
          text.append('\\').append((char) ('0' + (next >> 6)));
          text.append((char) ('0' + (next >> 3 & 7))).append((char) ('0' + (next & 7)));
        } else {
          text.append(next);
        }
      }
    }
  }
}
