package parigot.guest;

import parigot.message.MessageReader;

/**
 * What the host has for the guest, as it reads in a serialized {@code syscall.v1.ReadOneResponse}.
 * Read by hand, because every call to a service and every answer is one: no objects are made for
 * what nobody looks at, and a payload stays where it is.
 */
final class Event {
  private static final int TAG_BITS = 3;

  private Id call = Id.EMPTY;
  private Id method = Id.EMPTY;
  private Id resolved = Id.EMPTY;
  private Id exitService = Id.EMPTY;
  private int exitCode;
  private int error;
  private Payload payload = Payload.EMPTY;
  private CallFailure failure;
  private final byte[] bytes;
  private int bundleStart;
  private int bundleLength;

  private Event(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws parigot.message.MalformedMessageException when it is no such message
   */
  static Event read(byte[] bytes) {
    Event event = new Event(bytes);
    MessageReader in = new MessageReader(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> TAG_BITS) {
        case 2 -> event.readBundle(in);
        case 3 -> event.payload = valueOfAny(in, bytes);
        case 5 -> event.readResolved(in, bytes);
        case 6 -> event.readExit(in);
        default -> in.skipField(tag);
      }
    }
    return event;
  }

  /** The call to be served; empty when it is another event. */
  Id call() {
    return call;
  }

  /** The method that is called. */
  Id method() {
    return method;
  }

  /** The own call that is resolved; empty when it is another event. */
  Id resolved() {
    return resolved;
  }

  /** The parameter of a call or the result of a resolved one; empty when there is none. */
  Payload payload() {
    return payload;
  }

  /** The error number of a resolved call. */
  int error() {
    return error;
  }

  /** Why a call has no answer; null when that is the service's own error. */
  CallFailure failure() {
    return failure;
  }

  /** Whether the guest is to end, with {@link #exitCode}. */
  boolean isExit() {
    return !exitService.isEmpty();
  }

  int exitCode() {
    return exitCode;
  }

  /** The addresses of the call, and what is said of it beside its parameter. */
  MessageReader bundle() {
    return new MessageReader(bytes, bundleStart, bundleLength);
  }

  private void readBundle(MessageReader in) {
    int outer = in.enterMessage();
    bundleStart = in.position();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> TAG_BITS) {
        case 3 -> method = Id.read(in);
        case 4 -> call = Id.read(in);
        default -> in.skipField(tag);
      }
    }
    bundleLength = in.position() - bundleStart;
    in.leaveMessage(outer);
  }

  private void readResolved(MessageReader in, byte[] bytes) {
    int outer = in.enterMessage();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> TAG_BITS) {
        case 2 -> resolved = Id.read(in);
        case 4 -> payload = valueOfAny(in, bytes);
        case 5 -> error = in.readInt32();
        case 100 -> failure = readFailure(in);
        default -> in.skipField(tag);
      }
    }
    in.leaveMessage(outer);
  }

  private void readExit(MessageReader in) {
    int outer = in.enterMessage();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> TAG_BITS) {
        case 1 -> exitService = Id.read(in);
        case 2 -> exitCode = in.readInt32();
        default -> in.skipField(tag);
      }
    }
    in.leaveMessage(outer);
  }

  private static CallFailure readFailure(MessageReader in) {
    int outer = in.enterMessage();
    CallFailure failure = CallFailure.read(in);
    in.leaveMessage(outer);
    return failure;
  }

  private static Payload valueOfAny(MessageReader in, byte[] bytes) {
    Payload value = Payload.EMPTY;
    int outer = in.enterMessage();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag >>> TAG_BITS == 2) {
        int length = in.skipBytes();
        value = new Payload(bytes, in.position() - length, length);
      } else {
        in.skipField(tag);
      }
    }
    in.leaveMessage(outer);
    return value;
  }
}
