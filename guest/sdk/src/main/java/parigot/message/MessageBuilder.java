package parigot.message;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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
  private Map<Integer, MessageBuilder<?>> parts;

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
  public final MessageBuilder<M> mergeFrom(MessageReader in) {
    readFields(in);
    joinAll();
    return this;
  }

  /** Reads fields up to the reader's end. */
  protected abstract void readFields(MessageReader in);

  /**
   * Reads a field that is one message. When it comes again, its parts are collected until {@link
   * #joinParts}: to build the message anew for each part would take quadratic time.
   */
  protected final <T extends Message> T readMessage(
      MessageReader in, int tag, T before, MessageBuilder<T> empty) {
    if (before == null) {
      if (parts != null) {
        parts.remove(tag);
      }
      return in.readMessage(empty);
    }
    if (parts == null) {
      parts = new HashMap<>();
    }
    MessageBuilder<?> collected = parts.get(tag);
    if (collected == null) {
      collected = empty.mergeFrom(new MessageReader(before.toByteArray()));
      parts.put(tag, collected);
    }
    in.readPart(collected);
    return before;
  }

  /** Sets each field that is one message to what {@link #joined} makes of it. */
  protected void joinParts() {}

  /** The message of all parts with this tag; what was read if it came as one. */
  @SuppressWarnings("unchecked")
  protected final <T extends Message> T joined(int tag, T read) {
    MessageBuilder<?> collected = parts.get(tag);
    if (collected == null) {
      return read;
    }
    return (T) collected.join();
  }

  /** The message of all parts that were read. */
  final M join() {
    joinAll();
    return build();
  }

  private void joinAll() {
    if (parts != null) {
      joinParts();
      parts = null;
    }
  }

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
