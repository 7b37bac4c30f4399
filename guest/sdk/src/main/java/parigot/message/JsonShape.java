package parigot.message;

/**
 * The form that messages of one type have in JSON, between it and the binary format. For generated
 * code; each form is made by a method of its own, so that a guest carries only what it uses.
 */
public abstract class JsonShape {
  JsonShape() {}

  /** Writes the message that stands between here and the reader's end. */
  abstract void write(MessageReader in, JsonOutput out);

  /** Writes, from its end, the content of the message that this value is. */
  abstract void read(Object json, MessageWriter out, JsonPath path);

  /** Whether {@code null} is a value of it, and not an absent one. */
  boolean hasNull() {
    return false;
  }

  /** A moment, as {@code "2026-11-28T19:00:00.5Z"}. */
  public static JsonShape timestamp() {
    return new JsonTimes.OfTimestamp();
  }

  /** A time, as {@code "1.5s"}. */
  public static JsonShape duration() {
    return new JsonTimes.OfDuration();
  }

  /** Paths of fields, as {@code "cart.lineCount,owner"}. */
  public static JsonShape fieldMask() {
    return new JsonFieldMask();
  }

  /** What stands in the one field of a wrapper; its words are those of {@link JsonFormat#of}. */
  public static JsonShape wrapper(String field) {
    return new JsonFields.OfWrapper(field);
  }

  /** An object of any values. */
  public static JsonShape struct() {
    return new JsonValues.OfStruct();
  }

  /** Any value. */
  public static JsonShape value() {
    return new JsonValues.OfValue();
  }

  /** An array of any values. */
  public static JsonShape list() {
    return new JsonValues.OfList();
  }

  /** A message that JSON has no form for without the descriptors of all messages. */
  public static JsonShape none(String typeName) {
    return new JsonShape() {
      @Override
      void write(MessageReader in, JsonOutput out) {
        throw new IllegalArgumentException("a " + typeName + " has no form in JSON here");
      }

      @Override
      void read(Object json, MessageWriter out, JsonPath path) {
        throw path.malformed("A " + typeName + " cannot be read from JSON here.");
      }
    };
  }
}
