package parigot.peers;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import parigot.v1.host.LinkFrame;

/** A stream that the other side has opened. */
final class AcceptedStream extends Stream {
  private final ServerCall<LinkFrame, LinkFrame> call;
  private final Doors doors;
  private final Door door;
  private boolean closed;
  private int askedFor;

  AcceptedStream(ServerCall<LinkFrame, LinkFrame> call, Doors doors, Door door) {
    this.call = call;
    this.doors = doors;
    this.door = door;
  }

  ServerCall.Listener<LinkFrame> open() {
    call.setOnReadyThreshold(Wire.ON_THE_WAY);
    call.sendHeaders(new Metadata());
    askedFor = Wire.ASKED_FOR;
    call.request(askedFor);
    door.whenClosed(() -> endedByItself("the connection has ended"));
    return new Listener();
  }

  @Override
  String address() {
    return door.host();
  }

  @Override
  boolean isWritable() {
    return !closed && call.isReady();
  }

  @Override
  void write(LinkFrame frame) {
    if (!closed && !isEnded()) {
      call.sendMessage(frame);
    }
  }

  /** The hello fits. */
  void admitted() {
    doors.admitted(door);
  }

  @Override
  void finishWriting() {
    if (!closed) {
      closed = true;
      call.close(Status.OK, new Metadata());
      doors.dismissed(door);
    }
  }

  @Override
  void tear() {
    closed = true;
    door.close();
  }

  /**
   * When this side has finished, the other one closes the connection: to close it here could take
   * back what it has not read yet.
   */
  private void gone(String why) {
    if (!closed) {
      endedByItself(why);
    }
  }

  private final class Listener extends ServerCall.Listener<LinkFrame> {
    @Override
    public void onMessage(LinkFrame frame) {
      if (--askedFor <= Wire.ASKED_FOR / 2) {
        call.request(Wire.ASKED_FOR - askedFor);
        askedFor = Wire.ASKED_FOR;
      }
      reader().read(frame);
    }

    @Override
    public void onHalfClose() {
      gone("it has ended the connection");
    }

    @Override
    public void onCancel() {
      gone("the connection has ended");
    }

    @Override
    public void onReady() {
      reader().writable();
    }
  }
}
