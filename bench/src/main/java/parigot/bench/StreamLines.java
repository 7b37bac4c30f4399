package parigot.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Callers whose calls all travel on one connection, and an echo at its other end. A call's first
 * four bytes are its line's number; who has an answer makes the next call, on the thread that has
 * read it.
 */
final class StreamLines implements CallLines {
  /** One end of a connection. */
  interface Connection extends AutoCloseable {
    /** Sends to the other end. Any thread. */
    void send(ByteString frame);

    @Override
    void close();
  }

  private final Connection connection;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param connect is given who takes the answers
   */
  StreamLines(int bytes, int lines, Function<Consumer<ByteString>, Connection> connect) {
    for (int number = 0; number < lines; number++) {
      this.lines.add(new Line(number, bytes));
    }
    connection = connect.apply(this::answered);
  }

  private void answered(ByteString frame) {
    lines.get(frame.substring(0, Integer.BYTES).asReadOnlyByteBuffer().getInt()).answered(frame);
  }

  @Override
  public int[] run(int callsEach) {
    List<CompletableFuture<int[]>> reports =
        lines.stream().map(line -> line.begin(callsEach)).toList();
    reports.forEach(CompletableFuture::join);
    return reports.get(0).join();
  }

  @Override
  public int lines() {
    return lines.size();
  }

  @Override
  public void close() {
    connection.close();
  }

  private final class Line {
    private final int number;
    private final Payload payload;
    private CompletableFuture<int[]> done = new CompletableFuture<>();
    private int[] nanos = {};
    private int made;
    private long began;

    Line(int number, int bytes) {
      this.number = number;
      payload = new Payload(bytes);
    }

    synchronized CompletableFuture<int[]> begin(int calls) {
      done = new CompletableFuture<>();
      nanos = new int[calls];
      made = 0;
      call(System.nanoTime());
      return done;
    }

    private void call(long now) {
      began = now;
      byte[] bytes = payload.next();
      byte[] frame = new byte[Integer.BYTES + bytes.length];
      ByteBuffer.wrap(frame).putInt(number).put(bytes);
      connection.send(UnsafeByteOperations.unsafeWrap(frame));
    }

    synchronized void answered(ByteString frame) {
      if (!payload.isLast(frame.substring(Integer.BYTES).toByteArray())) {
        done.completeExceptionally(new IllegalStateException("a wrong answer"));
        return;
      }
      long now = System.nanoTime();
      nanos[made++] = (int) (now - began);
      if (made < nanos.length) {
        call(now);
      } else {
        done.complete(nanos);
      }
    }
  }
}
