package parigot.bench;

import com.google.protobuf.BytesValue;
import com.google.protobuf.UnsafeByteOperations;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What a plugin call cannot do without: a task is handed to an executor with as many threads as a
 * plugin has, and the result comes back.
 */
final class ExecutorLine implements CallLines {
  private static final int THREADS = 8;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Payload payload = new Payload(Long.BYTES);

  @Override
  public int[] run(int calls) {
    int[] nanos = new int[calls];
    long began = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      BytesValue request = BytesValue.of(UnsafeByteOperations.unsafeWrap(payload.next()));
      if (!request.equals(answer(request))) {
        throw new IllegalStateException("a wrong answer");
      }
      long now = System.nanoTime();
      nanos[i] = (int) (now - began);
      began = now;
    }
    return nanos;
  }

  private BytesValue answer(BytesValue request) {
    try {
      return threads.submit(() -> request).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int lines() {
    return 1;
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
