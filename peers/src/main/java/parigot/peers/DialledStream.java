package parigot.peers;

import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import parigot.v1.host.LinkFrame;

/** A stream that this side has opened, on a connection of its own. */
final class DialledStream extends Stream {
  private static final long LAST_WORDS_MILLIS = 1000;

  private final ManagedChannel channel;
  private final ClientCall<LinkFrame, LinkFrame> call;
  private final String address;
  private final ScheduledExecutorService loop;
  private final Consumer<Throwable> failed;
  private boolean halfClosed;
  private int askedFor;

  /**
   * @param failed is told the cause before the reader is told that the stream has ended, if there
   *     is one
   */
  DialledStream(
      ManagedChannel channel,
      String address,
      ScheduledExecutorService loop,
      Consumer<Throwable> failed) {
    this.channel = channel;
    this.address = address;
    this.loop = loop;
    this.failed = failed;
    call = channel.newCall(Wire.LINK, Wire.OPTIONS);
  }

  void open() {
    call.start(new Listener(), new Metadata());
    askedFor = Wire.ASKED_FOR;
    call.request(askedFor);
  }

  @Override
  String address() {
    return address;
  }

  @Override
  boolean isWritable() {
    return !halfClosed && !isEnded() && call.isReady();
  }

  @Override
  void write(LinkFrame frame) {
    if (!halfClosed && !isEnded()) {
      call.sendMessage(frame);
    }
  }

  @Override
  void finishWriting() {
    if (!halfClosed) {
      halfClosed = true;
      call.halfClose();
      Future<?> unused = loop.schedule(this::cut, LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  void tear() {
    call.cancel("The link has ended.", null);
    channel.shutdownNow();
  }

  private final class Listener extends ClientCall.Listener<LinkFrame> {
    @Override
    public void onMessage(LinkFrame frame) {
      if (--askedFor <= Wire.ASKED_FOR / 2) {
        call.request(Wire.ASKED_FOR - askedFor);
        askedFor = Wire.ASKED_FOR;
      }
      reader().read(frame);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!isEnded()) {
        Optional.ofNullable(status.getCause()).ifPresent(failed);
        endedByItself(why(status));
      }
    }

    @Override
    public void onReady() {
      reader().writable();
    }
  }

  private static String why(Status status) {
    if (status.isOk()) {
      return "it has ended the connection";
    }
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException && cause.getCause() == null) {
        return "the connection has ended: " + Misfit.sentence(String.valueOf(cause.getMessage()));
      }
    }
    return status.getDescription() == null
        ? "the connection has ended"
        : "the connection has ended: " + Misfit.sentence(status.getDescription());
  }
}
