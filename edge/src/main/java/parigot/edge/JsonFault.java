package parigot.edge;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.MalformedJsonException;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import java.util.Map;
import java.util.Optional;
import parigot.kernel.Printable;
import parigot.plugin.NearestName;
import parigot.runtime.descriptors.DescribedMethod;

/**
 * Where a JSON text is not the message that it is to be. The parser of protobuf says what is wrong
 * and not always in which field, so that is found by reading the fields one by one.
 */
final class JsonFault {
  /** Longer texts are not looked into: it takes a while for each level of them. */
  private static final int LONGEST = 64 * 1024;

  private static final int LONGEST_SENTENCE = 500;

  private final String sentence;

  private JsonFault(String sentence) {
    this.sentence = Printable.of(sentence, LONGEST_SENTENCE);
  }

  /** One sentence that names the field. */
  String sentence() {
    return sentence;
  }

  /**
   * Looks for it.
   *
   * @param found what the parser said
   */
  static JsonFault of(DescribedMethod method, String json, InvalidProtocolBufferException found) {
    Descriptor type = method.descriptor().getInputType();
    String what = "The body is no %s: ".formatted(type.getFullName());
    if (json.length() > LONGEST) {
      return new JsonFault(what + ended(found));
    }
    JsonElement whole;
    try {
      whole = JsonParser.parseString(json);
    } catch (JsonParseException e) {
      return new JsonFault("The body is no JSON: " + malformed(e));
    }
    if (!whole.isJsonObject()) {
      return new JsonFault(what + "it must be a JSON object, { … }.");
    }
    return new JsonFault(
        what
            + new JsonFault.Search(method.types())
                .in(whole.getAsJsonObject(), type, "")
                .orElseGet(() -> ended(found)));
  }

  private static String malformed(JsonParseException failure) {
    Throwable cause = failure.getCause() instanceof MalformedJsonException inner ? inner : failure;
    // Behind the first line the library tells of its own options.
    String first = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    int at = first.indexOf(" at line ");
    return at < 0 ? first : "wrong" + first.substring(at) + ".";
  }

  private static String ended(InvalidProtocolBufferException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.endsWith(".") ? message : message + ".";
  }

  private record Search(TypeRegistry types) {
    /** What is wrong in the object, behind the path of the field. */
    Optional<String> in(JsonObject object, Descriptor type, String path) {
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        String here = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
        Optional<FieldDescriptor> field = field(type, entry.getKey());
        if (field.isEmpty()) {
          return Optional.of(
              "%s is no field of %s%s"
                  .formatted(here, type.getFullName(), hint(type, entry.getKey())));
        }
        Optional<String> fault = fault(entry.getKey(), entry.getValue(), type);
        if (fault.isPresent()) {
          return Optional.of(
              inside(entry.getKey(), entry.getValue(), type, field.get(), here)
                  .orElseGet(() -> here + ": " + fault.get()));
        }
      }
      return Optional.empty();
    }

    /** The place within a field that is wrong somewhere, if it has parts. */
    private Optional<String> inside(
        String name, JsonElement value, Descriptor type, FieldDescriptor field, String path) {
      boolean isMessage =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && !field.getMessageType().getFullName().startsWith("google.protobuf.");
      if (field.isMapField()) {
        return Optional.empty();
      }
      if (field.isRepeated() && value.isJsonArray()) {
        JsonArray all = value.getAsJsonArray();
        for (int i = 0; i < all.size(); i++) {
          JsonArray one = new JsonArray();
          one.add(all.get(i));
          Optional<String> fault = fault(name, one, type);
          if (fault.isPresent()) {
            String here = path + "[" + i + "]";
            JsonElement element = all.get(i);
            return Optional.of(
                (isMessage && element.isJsonObject()
                        ? in(element.getAsJsonObject(), field.getMessageType(), here)
                        : Optional.<String>empty())
                    .orElse(here + ": " + fault.get()));
          }
        }
        return Optional.empty();
      }
      return isMessage && value.isJsonObject()
          ? in(value.getAsJsonObject(), field.getMessageType(), path)
          : Optional.empty();
    }

    /** What the parser says of an object with this field alone. */
    private Optional<String> fault(String name, JsonElement value, Descriptor type) {
      JsonObject alone = new JsonObject();
      alone.add(name, value);
      try {
        JsonFormat.parser()
            .usingTypeRegistry(types)
            .merge(alone.toString(), DynamicMessage.newBuilder(type));
        return Optional.empty();
      } catch (InvalidProtocolBufferException e) {
        return Optional.of(ended(e));
      }
    }

    private static Optional<FieldDescriptor> field(Descriptor type, String name) {
      return type.getFields().stream()
          .filter(field -> field.getName().equals(name) || field.getJsonName().equals(name))
          .findFirst();
    }

    private static String hint(Descriptor type, String name) {
      return type.getFields().isEmpty()
          ? ", which has none."
          : "; "
              + NearestName.hint(
                  name, type.getFields().stream().map(FieldDescriptor::getJsonName).toList());
    }
  }
}
