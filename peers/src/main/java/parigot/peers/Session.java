package parigot.peers;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import parigot.v1.host.LinkFrame;
import parigot.v1.host.LinkGoodbye;
import parigot.v1.host.LinkHeartbeat;
import parigot.v1.host.LinkPayload;
import parigot.v1.host.LinkPayloads;

/**
 * What two processes say to each other once they know that they fit. Lives on the loop, but for
 * {@link #send}.
 */
final class Session implements Stream.Reader {
  /** Who the other process is, and how the clocks of the two stand, as the hello has shown. */
  record Start(long incarnation, long dial, long roundTrip, long sentAt, Moment readAt) {}

  /** What a session tells. */
  interface Owner {
    void received(Session session, ByteString frame, long ageNanos);

    void written(Session session, long bytes);

    void dropped(int frames);

    void ended(Session session, String why);
  }

  /** Why a session has ended that this node has left. */
  static final String LEFT = "this node has left";

  private final long number;
  private final Start start;
  private final Instant since = Instant.ofEpochMilli(Moment.now().wallMillis());
  private final Stream stream;
  private final Owner owner;
  private final Consumer<Runnable> loop;
  private final long silence;
  private final int longestFrame;
  private final Outbox outbox;
  private final Ages ages;
  private final Runnable takeTurn = this::write;

  private Moment lastRead;
  private Moment lastTick;
  private long echo;
  private long echoReadAt;
  private final List<ByteString> parts = new ArrayList<>();
  private long partsBytes;
  private boolean leaving;
  private boolean over;
  private volatile long roundTrip;

  Session(
      long number,
      Start start,
      Stream stream,
      LinkSettings settings,
      Consumer<Runnable> loop,
      Owner owner) {
    this.number = number;
    this.start = start;
    this.stream = stream;
    this.owner = owner;
    this.loop = loop;
    silence = settings.silence().toNanos();
    longestFrame = settings.longestFrame();
    outbox = new Outbox(settings.queueBytes());
    ages = new Ages(start.roundTrip(), start.sentAt(), start.readAt().nanos());
    roundTrip = start.roundTrip();
    lastRead = start.readAt();
    lastTick = start.readAt();
  }

  long number() {
    return number;
  }

  Start start() {
    return start;
  }

  Instant since() {
    return since;
  }

  Duration roundTrip() {
    return Duration.ofNanos(roundTrip);
  }

  long queuedBytes() {
    return outbox.weight();
  }

  /** Any thread. False: nothing was queued, for it is over or there is no room. */
  boolean send(ByteString frame, long tag) {
    if (frame.size() > longestFrame) {
      return false;
    }
    Outbox.Added added = outbox.add(frame, tag, Moment.now().nanos());
    if (added == Outbox.Added.YES_TELL) {
      loop.accept(takeTurn);
    }
    return added != Outbox.Added.NO;
  }

  /** Writes what waits as long as the network takes it. */
  private void write() {
    long bytes = 0;
    while (!over && stream.isWritable()) {
      List<Outbox.Part> next = outbox.take(Wire.BATCH);
      if (next.isEmpty()) {
        if (leaving) {
          stream.write(LinkFrame.newBuilder().setGoodbye(LinkGoodbye.getDefaultInstance()).build());
          stream.finish();
          over(LEFT);
        }
        break;
      }
      LinkPayloads.Builder payloads = LinkPayloads.newBuilder();
      for (Outbox.Part part : next) {
        bytes += part.data().size();
        payloads.addPayload(
            LinkPayload.newBuilder()
                .setSentAt(part.sentAt())
                .setData(part.data())
                .setMore(part.more()));
      }
      stream.write(LinkFrame.newBuilder().setPayloads(payloads).build());
    }
    if (bytes > 0 && !over) {
      owner.written(this, bytes);
    }
  }

  @Override
  public void writable() {
    write();
  }

  /** Shows that this side lives, and looks whether the other one does. */
  void tick() {
    if (over) {
      return;
    }
    Moment now = Moment.now();
    long stood = now.since(lastTick);
    lastTick = now;
    if (now.since(lastRead) > silence) {
      String why =
          stood > silence
              ? "this process stood still for " + seconds(stood)
              : "nothing was heard from it for " + seconds(now.since(lastRead));
      lose(why);
      return;
    }
    LinkHeartbeat.Builder heartbeat = LinkHeartbeat.newBuilder().setSentAt(now.nanos());
    if (echoReadAt != 0) {
      heartbeat.setEcho(echo).setEchoHeld(now.nanos() - echoReadAt);
    }
    stream.write(LinkFrame.newBuilder().setHeartbeat(heartbeat).build());
  }

  @Override
  public void read(LinkFrame frame) {
    Moment now = Moment.now();
    if (now.since(lastRead) > silence) {
      owner.dropped(frame.getPayloads().getPayloadCount());
      lose(
          "this process, or what lay on the way to it, stood still for "
              + seconds(now.since(lastRead)));
      return;
    }
    lastRead = now;
    switch (frame.getKindCase()) {
      case PAYLOADS -> payloads(frame.getPayloads().getPayloadList());
      case HEARTBEAT -> heartbeat(frame.getHeartbeat(), now.nanos());
      case GOODBYE -> {
        over("it has left");
        stream.finish();
      }
      case HELLO, ANSWER, CONFIRMATION, REFUSAL ->
          lose("it sent " + frame.getKindCase() + " in the middle of a session");
      case KIND_NOT_SET -> {
        // Of a later version.
      }
    }
  }

  private void payloads(List<LinkPayload> payloads) {
    int left = payloads.size();
    for (LinkPayload payload : payloads) {
      Moment now = Moment.now();
      if (now.since(lastRead) > silence) {
        owner.dropped(left);
        lose("this process stood still for " + seconds(now.since(lastRead)));
      }
      if (over) {
        return;
      }
      left--;
      payload(payload, now.nanos());
    }
  }

  private void payload(LinkPayload payload, long now) {
    long age = ages.age(payload.getSentAt(), now);
    if (!payload.getMore() && parts.isEmpty()) {
      whole(payload.getData(), age);
      return;
    }
    parts.add(payload.getData());
    partsBytes += payload.getData().size();
    if (partsBytes > longestFrame) {
      tooLong(partsBytes);
    } else if (!payload.getMore()) {
      ByteString whole = ByteString.copyFrom(parts);
      parts.clear();
      partsBytes = 0;
      whole(whole, age);
    }
  }

  private void whole(ByteString frame, long age) {
    if (frame.size() > longestFrame) {
      tooLong(frame.size());
    } else {
      owner.received(this, frame, age);
    }
  }

  private void tooLong(long bytes) {
    lose(
        "it sent a frame of "
            + bytes
            + " bytes or more, and at most "
            + longestFrame
            + " are taken");
  }

  private void heartbeat(LinkHeartbeat heartbeat, long now) {
    ages.age(heartbeat.getSentAt(), now);
    echo = heartbeat.getSentAt();
    echoReadAt = now;
    if (heartbeat.getEcho() != 0) {
      long took = Math.max(0, now - heartbeat.getEcho() - heartbeat.getEchoHeld());
      roundTrip = took;
      ages.roundTrip(took);
    }
  }

  @Override
  public void ended(String why) {
    over(why);
  }

  /**
   * Takes no more frames, writes what waits, says goodbye and ends.
   *
   * @param gone is run when the other side has read it, or will not
   */
  void leave(Runnable gone) {
    stream.whenEnded(gone);
    leaving = true;
    outbox.shut();
    write();
  }

  /** Ends at once. What was written may still arrive. */
  void lose(String why) {
    stream.cut();
    over(why);
  }

  private void over(String why) {
    if (!over) {
      over = true;
      owner.ended(this, why);
    }
  }

  /** Once it is over: the tags of what was not written. */
  List<Long> unwritten() {
    return outbox.end();
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%.1f s", (double) nanos / TimeUnit.SECONDS.toNanos(1));
  }
}
