package parigot.plugin.httpconnector;

import com.google.protobuf.ByteString;
import java.util.Optional;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads a request's body as it comes, up to a limit. No thread waits for it. */
final class BodyReader implements Runnable {
  /** A body is there as it came, and as the receiver is given it. */
  static final int COPIES = 2;

  /** What is made of the body. One of these is called, once. */
  interface Reader {
    void whole(ByteString body);

    void tooLarge();

    /** There is no room for all of it now. */
    void noRoom(Shares.Verdict verdict);

    void failed(Throwable failure);
  }

  private final Request request;
  private final int limit;
  private final Shares.Claim claim;
  private final Reader reader;
  private final ByteString.Output body = ByteString.newOutput();

  BodyReader(Request request, int limit, Shares.Claim claim, Reader reader) {
    this.request = request;
    this.limit = limit;
    this.claim = claim;
    this.reader = reader;
  }

  @Override
  public void run() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        reader.failed(chunk.getFailure());
        return;
      }
      boolean fits = chunk.remaining() <= limit - body.size();
      Shares.Verdict room =
          fits ? claim.add((long) COPIES * chunk.remaining()) : Shares.Verdict.GRANTED;
      if (fits && room == Shares.Verdict.GRANTED) {
        take(chunk);
      }
      boolean last = chunk.isLast();
      chunk.release();
      if (!fits) {
        reader.tooLarge();
        return;
      }
      if (room != Shares.Verdict.GRANTED) {
        reader.noRoom(room);
        return;
      }
      if (last) {
        reader.whole(body.toByteString());
        return;
      }
    }
  }

  private void take(Content.Chunk chunk) {
    byte[] bytes = new byte[chunk.remaining()];
    chunk.getByteBuffer().get(bytes);
    body.write(bytes, 0, bytes.length);
  }

  /**
   * Reads on and forgets what comes, so that a client that sends first and reads afterwards gets to
   * read; up to a limit, for a client may send for ever.
   */
  static void drain(Request request, long limit, Runnable then) {
    new Drain(request, limit, then).run();
  }

  private static final class Drain implements Runnable {
    private final Request request;
    private final Runnable then;
    private long left;

    Drain(Request request, long limit, Runnable then) {
      this.request = request;
      this.left = limit;
      this.then = then;
    }

    @Override
    public void run() {
      Optional<Content.Chunk> next = Optional.ofNullable(request.read());
      while (next.isPresent()) {
        Content.Chunk chunk = next.orElseThrow();
        left -= Content.Chunk.isFailure(chunk) ? left : chunk.remaining();
        boolean last = chunk.isLast();
        chunk.release();
        if (last || left <= 0) {
          then.run();
          return;
        }
        next = Optional.ofNullable(request.read());
      }
      request.demand(this);
    }
  }
}
