package parigot.plugin.httpconnector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A client's connection. It knows how long the client may take for what it does now, what memory
 * its request has, and, while nothing is read from it, whether it has gone.
 */
final class ClientEndPoint extends SocketChannelEndPoint {
  /** What a header has in memory beside its text: an object, two strings, a place in a list. */
  private static final int HEADER_BYTES = 192;

  /** A text is there as it came, and in parts. */
  static final int COPIES_OF_TEXT = 4;

  /** Written at once: the system copies it beside the heap, and keeps that for the thread. */
  private static final int SLICE = 64 * 1024;

  private static final long NO_DEADLINE = Long.MAX_VALUE;

  private final Shares.Connected connected;
  private final Duration headerTimeout;
  private final Watch watch = new Watch();
  private final LongSupplier nanos;
  private volatile long deadline = NO_DEADLINE;

  /** What the headers that are coming in take; nothing between requests. */
  private Optional<Shares.Claim> head = Optional.empty();

  private Shares.Verdict verdict = Shares.Verdict.GRANTED;

  ClientEndPoint(
      SocketChannel channel,
      ManagedSelector selector,
      SelectionKey key,
      Scheduler scheduler,
      Shares.Connected connected,
      LongSupplier nanos,
      Duration headerTimeout) {
    super(channel, selector, key, scheduler);
    this.connected = connected;
    this.nanos = nanos;
    this.headerTimeout = headerTimeout;
  }

  /** What this client has a share of. */
  Shares.Connected connected() {
    return connected;
  }

  /** The headers have come. Answers with what they take, to be freed with the request. */
  synchronized Shares.Claim takeHead(int fields, int characters) {
    Shares.Claim claim = head.orElseGet(connected::claim);
    head = Optional.empty();
    long takes = (long) fields * HEADER_BYTES + (long) characters * COPIES_OF_TEXT;
    // A request may have come together with the one before it.
    if (claim.bytes() < takes && verdict == Shares.Verdict.GRANTED) {
      verdict = claim.become(takes);
    }
    return claim;
  }

  /** Whether there was room for the headers; asked once, after {@link #takeHead}. */
  synchronized Shares.Verdict roomForHead() {
    Shares.Verdict was = verdict;
    verdict = Shares.Verdict.GRANTED;
    return was;
  }

  /** From now on the client has so long for what it does now. */
  void within(Duration time) {
    deadline = nanos.getAsLong() + time.toNanos();
  }

  /** Nothing depends on the client for now. */
  void untimed() {
    deadline = NO_DEADLINE;
  }

  /** Ends what has taken too long, as a silence that is too long is ended. */
  void checkTime(long now) {
    long due = deadline;
    if (due != NO_DEADLINE && now - due > 0) {
      onIdleExpired(new TimeoutException("not done in time"));
    }
  }

  /** From now on nothing is read, and {@code gone} is run if the client goes. */
  void watch(Runnable gone) {
    watch.begin(gone);
  }

  /** Watches no longer. What was to be run may just be running. */
  void unwatch() {
    watch.end();
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    int kept = watch.takeKept(buffer);
    int start = buffer.limit();
    int filled = super.fill(buffer);
    int all = filled < 0 && kept > 0 ? kept : filled + kept;
    if (all > 0 && !arrived(buffer, start - kept)) {
      close();
      return -1;
    }
    return all;
  }

  /** Counts what may be headers; false when there is no room and the server waits for more. */
  private synchronized boolean arrived(ByteBuffer buffer, int from) {
    if (deadline != NO_DEADLINE && head.isEmpty()) {
      // A body is counted by who reads it.
      return true;
    }
    if (verdict != Shares.Verdict.GRANTED) {
      return false;
    }
    if (head.isEmpty()) {
      head = Optional.of(connected.claim());
      within(headerTimeout);
    }
    long takes = (long) (buffer.limit() - from) * COPIES_OF_TEXT;
    for (int i = from; i < buffer.limit(); i++) {
      if (buffer.get(i) == '\n') {
        takes += HEADER_BYTES;
      }
    }
    verdict = head.orElseThrow().add(takes);
    return true;
  }

  @Override
  public boolean flush(ByteBuffer... buffers) throws IOException {
    if (BufferUtil.remaining(buffers) <= SLICE) {
      return super.flush(buffers);
    }
    for (ByteBuffer buffer : buffers) {
      int end = buffer.limit();
      while (buffer.position() < end) {
        buffer.limit(Math.min(end, buffer.position() + SLICE));
        try {
          if (!super.flush(buffer)) {
            return false;
          }
        } finally {
          buffer.limit(end);
        }
      }
    }
    return true;
  }

  @Override
  public void fillInterested(Callback callback) {
    if (!watch.succeededBy(callback)) {
      super.fillInterested(callback);
    }
  }

  @Override
  public boolean tryFillInterested(Callback callback) {
    return watch.succeededBy(callback) || super.tryFillInterested(callback);
  }

  @Override
  public boolean isFillInterested() {
    return watch.isArmed() ? watch.hasSuccessor() : super.isFillInterested();
  }

  @Override
  public void onClose(Throwable failure) {
    connected.end();
    synchronized (this) {
      head.ifPresent(Shares.Claim::free);
      head = Optional.empty();
    }
    super.onClose(failure);
  }

  /**
   * Looks for the end of what the client sends while its request is worked on. A client that sends
   * the next request already is read one byte of, which is kept, and watched no longer. The
   * server's own interest in more, which comes afterwards, takes the place of this one.
   */
  private final class Watch implements Callback {
    private final ByteBuffer one = BufferUtil.allocate(1);
    private boolean armed;
    private Optional<Runnable> gone = Optional.empty();
    private Optional<Callback> successor = Optional.empty();

    synchronized void begin(Runnable ifGone) {
      gone = Optional.of(ifGone);
      if (!armed && !one.hasRemaining()) {
        arm();
      }
    }

    private void arm() {
      armed = true;
      ClientEndPoint.super.fillInterested(this);
    }

    synchronized void end() {
      gone = Optional.empty();
    }

    synchronized boolean isArmed() {
      return armed;
    }

    synchronized boolean hasSuccessor() {
      return successor.isPresent();
    }

    synchronized boolean succeededBy(Callback callback) {
      if (armed && successor.isEmpty()) {
        successor = Optional.of(callback);
        return true;
      }
      return false;
    }

    /** Appends what was kept, and answers with how much that is. */
    synchronized int takeKept(ByteBuffer buffer) {
      int kept = one.remaining();
      if (kept > 0) {
        BufferUtil.append(buffer, one.get());
        BufferUtil.clear(one);
      }
      return kept;
    }

    @Override
    public void succeeded() {
      Runnable next = () -> {};
      synchronized (this) {
        armed = false;
        if (successor.isPresent()) {
          next = successor.orElseThrow()::succeeded;
          successor = Optional.empty();
        } else if (gone.isPresent()) {
          next = look();
        }
      }
      next.run();
    }

    private Runnable look() {
      int read = -1;
      try {
        read = ClientEndPoint.super.fill(one);
      } catch (IOException e) {
        // Whatever it is, nothing more comes.
      }
      if (read < 0) {
        return gone.orElseThrow();
      }
      if (read == 0) {
        arm();
      }
      return () -> {};
    }

    @Override
    public void failed(Throwable failure) {
      Runnable next;
      synchronized (this) {
        armed = false;
        Optional<Callback> after = successor;
        Runnable ifGone = gone.orElse(() -> {});
        next = after.<Runnable>map(callback -> () -> callback.failed(failure)).orElse(ifGone);
        successor = Optional.empty();
      }
      next.run();
    }
  }
}
