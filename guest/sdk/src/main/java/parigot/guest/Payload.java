package parigot.guest;

import parigot.message.MessageReader;

/** A serialized message that is a part of an array. */
record Payload(byte[] bytes, int start, int length) {
  /** That of a message without fields. */
  static final Payload EMPTY = new Payload(new byte[0], 0, 0);

  static Payload of(byte[] bytes) {
    return new Payload(bytes, 0, bytes.length);
  }

  MessageReader reader() {
    return new MessageReader(bytes, start, length);
  }
}
