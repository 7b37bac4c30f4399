package parigot.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of an enum's constants in JSON. */
public final class JsonEnum implements JsonType {
  private static final String NULL_VALUE = "google.protobuf.NullValue";

  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Integer, String> names = new HashMap<>();
  private final String typeName;

  private JsonEnum(String typeName, String constants) {
    this.typeName = typeName;
    for (String line : JsonWords.split(constants, '\n', Integer.MAX_VALUE)) {
      if (!line.isEmpty()) {
        List<String> words = JsonWords.split(line, ' ', 2);
        int number = Integer.parseInt(words.get(0));
        numbers.put(words.get(1), number);
        names.putIfAbsent(number, words.get(1));
      }
    }
  }

  /**
   * For generated code.
   *
   * @param constants lines of a number and a name
   */
  public static JsonEnum of(String typeName, String... constants) {
    return new JsonEnum(typeName, String.join("\n", constants));
  }

  /** Whether its one value is the {@code null} of JSON. */
  boolean isNull() {
    return typeName.equals(NULL_VALUE);
  }

  void write(int number, JsonOutput out) {
    String name = names.get(number);
    if (isNull()) {
      out.raw("null");
    } else if (name == null) {
      out.raw(Integer.toString(number));
    } else {
      out.text(name);
    }
  }

  int read(Object json, JsonPath path) {
    if (isNull() && json == JsonText.NULL) {
      return 0;
    }
    if (json instanceof JsonNumber number) {
      return number.int32(path);
    }
    Integer number = json instanceof String ? numbers.get(json) : null;
    if (number == null) {
      throw path.wrong(json, "a name or a number of " + typeName);
    }
    return number;
  }
}
