package parigot.message;

/**
 * Reads messages of one type; every message class gives its own by {@code parser()}.
 *
 * @param <M> the message's type
 */
@FunctionalInterface
public interface MessageParser<M extends Message> {
  /**
   * Reads fields until the reader's end.
   *
   * @throws MalformedMessageException if the bytes are no such message
   */
  M parseFrom(MessageReader in);

  /**
   * Reads a message that fills the array.
   *
   * @throws MalformedMessageException if the bytes are no such message
   */
  default M parseFrom(byte[] bytes) {
    return parseFrom(new MessageReader(bytes));
  }

  /**
   * Reads a message that stands in bytes.
   *
   * @throws MalformedMessageException if the bytes are no such message
   */
  default M parseFrom(Bytes bytes) {
    return parseFrom(new MessageReader(bytes));
  }
}
