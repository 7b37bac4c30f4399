package parigot.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where in a JSON text something stands, for sentences about it. */
final class JsonPath {
  private static final int LONGEST_SHOWN = 60;

  private final List<String> steps = new ArrayList<>();

  /** Goes into a member of an object, or an element of an array. */
  void enter(String step) {
    steps.add(step);
  }

  void enter(int index) {
    enter("[" + index + "]");
  }

  void leave() {
    steps.remove(steps.size() - 1);
  }

  /** A value that must be a text. */
  String text(Object json, String expected) {
    if (json instanceof String text) {
      return text;
    }
    throw wrong(json, expected);
  }

  /** A value is not what is expected. */
  MalformedMessageException wrong(Object json, String expected) {
    return malformed(shown(json) + " is not " + expected + ".");
  }

  MalformedMessageException malformed(String sentence) {
    StringBuilder text = new StringBuilder();
    for (String step : steps) {
      if (!text.isEmpty() && !step.startsWith("[")) {
        text.append('.');
      }
      text.append(step);
    }
    return new MalformedMessageException(
        text.isEmpty() ? sentence : text.append(": ").append(sentence).toString());
  }

  private static String shown(Object json) {
    if (json instanceof String text) {
      return '"'
          + (text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text)
          + '"';
    }
    if (json instanceof Map) {
      return "an object";
    }
    return json instanceof List ? "an array" : json.toString();
  }
}
