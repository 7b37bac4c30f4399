package parigot.message;

import java.util.Arrays;

/**
 * What the builders of all message classes share: filling from bytes, and the fields that the
 * .proto does not know.
 *
 * @param <M> the message that is built
 */
public abstract class MessageBuilder<M extends Message> {
  private static final byte[] NONE = {};

  private byte[] unknown = NONE;
  private int unknownSize;

  /** A builder of an empty message. */
  protected MessageBuilder() {}

  /** A builder that starts with the unknown fields of another message. */
  protected MessageBuilder(UnknownFields unknownFields) {
    unknown = unknownFields.bytes();
    unknownSize = unknown.length;
  }

  /**
   * The message as it stands. The builder may be used on: what it changes later is not seen by the
   * message.
   */
  public abstract M build();

  /**
   * Adds the fields up to the reader's end to those that are set: a single one replaces, a message
   * is merged, a repeated one is appended.
   *
   * @throws MalformedMessageException if the bytes are no such message; the builder is then useless
   */
  public abstract MessageBuilder<M> mergeFrom(MessageReader in);

  /** Keeps a field that the .proto does not have, or has with another type. */
  protected final void keepUnknown(MessageReader in, int tag) {
    int start = in.startOfTag();
    in.skipField(tag);
    int length = in.position() - start;
    if (length > unknown.length - unknownSize) {
      unknown = Arrays.copyOf(unknown, Math.max(2 * unknownSize, unknownSize + length));
    }
    in.copy(start, unknown, unknownSize, length);
    unknownSize += length;
  }

  /** The unknown fields, for the message that is built. */
  protected final UnknownFields unknownFields() {
    return unknownSize == 0
        ? UnknownFields.NONE
        : new UnknownFields(Arrays.copyOf(unknown, unknownSize));
  }
}
