package parigot.actors;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import parigot.runtime.machine.Time;

/**
 * The threads on which the host's own code hears of what it asked for. One that waits there holds
 * up others of its kind when there are many, but never a guest or the kernel.
 */
final class Callbacks implements AutoCloseable {
  /** How many run at once; more wait for their turn. */
  static final int THREADS = 16;

  private static final long IDLE_SECONDS = 10;

  private final Executor threads;
  private final ThreadPoolExecutor pool;

  /**
   * @param time of the application, which may wait for what is done here
   */
  Callbacks(Time time) {
    pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "parigot-callback");
              thread.setDaemon(true);
              return thread;
            },
            // After the end nobody is held up: whoever asks then hears of it on its own thread.
            (task, ended) -> task.run());
    pool.allowCoreThreadTimeOut(true);
    Pace pace = Pace.of(time);
    threads = task -> pool.execute(pace.counted(task));
  }

  /** What completes as the other does, on one of these threads. */
  <T> CompletableFuture<T> of(CompletableFuture<T> source) {
    CompletableFuture<T> seen = new CompletableFuture<>();
    CompletableFuture<?> unused =
        source.whenCompleteAsync(
            (value, failure) -> {
              if (failure == null) {
                seen.complete(value);
              } else {
                seen.completeExceptionally(failure);
              }
            },
            threads);
    return seen;
  }

  /** Those that are due still run; then the threads end. */
  @Override
  public void close() {
    pool.shutdown();
  }
}
