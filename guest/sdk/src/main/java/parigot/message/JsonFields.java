package parigot.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The form of most messages: an object with a member for each field. What the fields are stands in
 * lines of words, such as {@code 4 *m0 line}: the number, the type, the name, and where there is
 * one, {@code @} and the number of its oneof, and {@code =} and a name in JSON that the .proto
 * gives. The type is a letter of {@link JsonValue}, for enums and messages with a number by which
 * it is asked for; {@code *} before it says that it is repeated, {@code %} and the type of the keys
 * that it is a map.
 */
final class JsonFields extends JsonShape {
  private final Map<Integer, Field> byNumber = new HashMap<>();
  private final Map<String, Field> byName = new HashMap<>();

  /** A field. */
  private static final class Field {
    private final int number;
    private final String name;
    private final String jsonName;
    private final int oneof;
    private final boolean repeated;
    private final JsonValue keys;
    private final JsonValue values;

    private Field(String line, IntFunction<JsonType> types) {
      List<String> words = JsonWords.split(line, ' ', 5);
      number = Integer.parseInt(words.get(0));
      name = words.get(2);
      String type = words.get(1);
      repeated = type.charAt(0) == '*';
      keys = type.charAt(0) == '%' ? JsonValue.of(type.substring(1, 2), types) : null;
      values = JsonValue.of(type.substring(keys != null ? 2 : repeated ? 1 : 0), types);
      int ofOneof = -1;
      String named = camelCase(name);
      int next = 3;
      if (next < words.size() && words.get(next).charAt(0) == '@') {
        ofOneof = Integer.parseInt(words.get(next).substring(1));
        next++;
      }
      if (next < words.size()) {
        named = line.substring(line.indexOf(" =") + 2);
      }
      oneof = ofOneof;
      jsonName = named;
    }

    private String begin() {
      return keys != null ? "{" : repeated ? "[" : "";
    }

    private String end() {
      return keys != null ? "}" : repeated ? "]" : "";
    }
  }

  JsonFields(IntFunction<JsonType> types, String lines) {
    for (String line : JsonWords.split(lines, '\n', Integer.MAX_VALUE)) {
      if (!line.isEmpty()) {
        Field field = new Field(line, types);
        byNumber.put(field.number, field);
        byName.put(field.name, field);
      }
    }
    byNumber.values().forEach(field -> byName.put(field.jsonName, field));
  }

  /** The name in JSON that a field has of itself. */
  static String camelCase(String name) {
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

  @Override
  void write(MessageReader in, JsonOutput out) {
    Field open = null;
    out.raw('{');
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      Field field = byNumber.get(tag >>> 3);
      if (field == null || !isOf(field, tag)) {
        in.skipField(tag);
        continue;
      }
      if (field != open) {
        out.raw(open == null ? "" : open.end() + ",").name(field.jsonName).raw(field.begin());
      } else {
        out.raw(',');
      }
      open = field;
      if (field.keys != null) {
        writeEntry(field, in, out);
      } else if (field.repeated && (tag & 7) != field.values.wireType()) {
        writePacked(field, in, out);
      } else {
        field.values.write(in, out);
      }
    }
    out.raw(open == null ? "" : open.end()).raw('}');
  }

  /** What is kept of another type is a field that the .proto does not know. */
  private static boolean isOf(Field field, int tag) {
    int wireType = tag & 7;
    return field.keys != null
        ? wireType == WireType.LENGTH_DELIMITED
        : wireType == field.values.wireType()
            || (field.repeated && wireType == WireType.LENGTH_DELIMITED);
  }

  private static void writePacked(Field field, MessageReader in, JsonOutput out) {
    int outer = in.enterPacked();
    String comma = "";
    while (!in.isAtEnd()) {
      field.values.write(in, out.raw(comma));
      comma = ",";
    }
    in.leavePacked(outer);
  }

  /** The writer of messages writes both parts of an entry, the key first. */
  private static void writeEntry(Field field, MessageReader in, JsonOutput out) {
    int outer = in.enterMessage();
    in.readTag();
    field.keys.writeKey(in, out);
    in.readTag();
    field.values.write(in, out.raw(':'));
    in.leaveMessage(outer);
  }

  @Override
  void read(Object json, MessageWriter out, JsonPath path) {
    Map<Field, String> present = new HashMap<>();
    Map<Integer, String> oneofs = new HashMap<>();
    for (Map.Entry<?, ?> member : object(json, path).entrySet()) {
      String name = (String) member.getKey();
      Field field = byName.get(name);
      path.enter(name);
      if (field == null) {
        throw path.malformed("There is no such field.");
      }
      if (member.getValue() == JsonText.NULL
          && (field.repeated || field.keys != null || !field.values.hasNull())) {
        path.leave();
        continue;
      }
      if (present.put(field, name) != null) {
        throw path.malformed("The field is there under its other name too.");
      }
      String other = field.oneof < 0 ? null : oneofs.put(field.oneof, name);
      if (other != null) {
        throw path.malformed("Only one may be set of this and " + other + ".");
      }
      readField(field, member.getValue(), out, path);
      path.leave();
    }
  }

  static Map<?, ?> object(Object json, JsonPath path) {
    if (json instanceof Map<?, ?> members) {
      return members;
    }
    throw path.wrong(json, "an object");
  }

  static List<?> array(Object json, JsonPath path) {
    if (json instanceof List<?> elements) {
      return elements;
    }
    throw path.wrong(json, "an array");
  }

  private static void readField(Field field, Object json, MessageWriter out, JsonPath path) {
    if (field.keys != null) {
      List<Map.Entry<?, ?>> entries = new ArrayList<>(object(json, path).entrySet());
      for (int i = entries.size() - 1; i >= 0; i--) {
        String key = (String) entries.get(i).getKey();
        path.enter(key);
        int end = out.size();
        readValue(field.values, 2, entries.get(i).getValue(), out, path);
        field.keys.readKey(key, out, path);
        out.tag(1, field.keys.wireType());
        out.endMessage(field.number, end);
        path.leave();
      }
    } else if (field.repeated) {
      List<?> elements = array(json, path);
      for (int i = elements.size() - 1; i >= 0; i--) {
        path.enter(i);
        readValue(field.values, field.number, elements.get(i), out, path);
        path.leave();
      }
    } else {
      readValue(field.values, field.number, json, out, path);
    }
  }

  private static void readValue(
      JsonValue values, int number, Object json, MessageWriter out, JsonPath path) {
    if (json == JsonText.NULL && !values.hasNull()) {
      throw path.malformed("null is not a value here.");
    }
    values.read(json, out, path);
    out.tag(number, values.wireType());
  }

  /** A wrapper is what stands in it. */
  static final class OfWrapper extends JsonShape {
    private final JsonValue value;
    private final String whenAbsent;

    /**
     * @param type the letter of its field, and behind a space what it is when it is not set
     */
    OfWrapper(String type) {
      value = JsonValue.of(type.substring(0, 1), index -> null);
      whenAbsent = type.substring(2);
    }

    @Override
    void write(MessageReader in, JsonOutput out) {
      boolean found = false;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == (1 << 3 | value.wireType()) && !found) {
          value.write(in, out);
          found = true;
        } else {
          in.skipField(tag);
        }
      }
      out.raw(found ? "" : whenAbsent);
    }

    @Override
    void read(Object json, MessageWriter out, JsonPath path) {
      readValue(value, 1, json, out, path);
    }
  }
}
