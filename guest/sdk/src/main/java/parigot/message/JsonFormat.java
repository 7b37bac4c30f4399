package parigot.message;

import static java.util.Objects.requireNonNull;

import java.util.function.IntFunction;

/**
 * How messages of one type are written as JSON, and read: the mapping of proto3. Every message
 * class gives its own by {@code json()}. What a program does not use of it is no part of it.
 *
 * <p>Written are the fields that are set, by their names in camel case. Read are these names and
 * those of the .proto; what the mapping does not allow is refused with the path to where it stands,
 * as in {@code line[2].count: 3000000000 is not an int32}. Fields that the .proto does not know are
 * not written, and refused when read.
 *
 * @param <M> the message's type
 */
public final class JsonFormat<M extends Message> implements JsonType {
  private final MessageParser<M> parser;
  private final JsonShape shape;

  private JsonFormat(MessageParser<M> parser, JsonShape shape) {
    this.parser = requireNonNull(parser);
    this.shape = shape;
  }

  /**
   * For generated code: the format of a message.
   *
   * @param types the formats of the messages and enums that its fields are of
   * @param fields what its fields are, in the words of {@code JsonFields}
   */
  public static <M extends Message> JsonFormat<M> of(
      MessageParser<M> parser, IntFunction<JsonType> types, String... fields) {
    return new JsonFormat<>(parser, new JsonFields(types, String.join("\n", fields)));
  }

  /** For generated code: as {@link #of}, where no field is of a message or an enum. */
  public static <M extends Message> JsonFormat<M> plain(MessageParser<M> parser, String... fields) {
    return of(
        parser,
        index -> {
          throw new IllegalArgumentException("it has no type " + index);
        },
        fields);
  }

  /** For generated code: the format of a message that JSON has in a shape of its own. */
  public static <M extends Message> JsonFormat<M> of(MessageParser<M> parser, JsonShape shape) {
    return new JsonFormat<>(parser, shape);
  }

  JsonShape shape() {
    return shape;
  }

  /**
   * The message as JSON, without white space.
   *
   * @throws IllegalArgumentException when it holds what JSON has no form for: a {@code Timestamp}
   *     beyond the year 9999, a {@code Value} that is not a finite number, an {@code Any}
   */
  public String write(M message) {
    JsonOutput out = new JsonOutput();
    shape.write(new MessageReader(message.toByteArray()), out);
    return out.toString();
  }

  /**
   * The message that a JSON text is.
   *
   * @throws MalformedMessageException when the text is no JSON, or no such message; it says where
   */
  public M read(String json) {
    MessageWriter out = new MessageWriter();
    shape.read(JsonText.parse(json), out, new JsonPath());
    return parser.parseFrom(out.toByteArray());
  }

  /**
   * The message that a JSON text in UTF-8 is.
   *
   * @throws MalformedMessageException when the bytes are no JSON, or no such message
   */
  public M read(Bytes json) {
    return read(json.toStringUtf8());
  }
}
