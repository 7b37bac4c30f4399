package parigot.wasm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The compilation of one module, on a thread of its own. The compiler looks at no interrupt, so a
 * thread that takes too long is written off: it is a daemon, and what it makes goes to nobody.
 *
 * <p>What counts is the time that the thread had a processor, where the JVM tells it, so that a
 * busy machine refuses no module; the clock decides after five times the limit.
 */
final class Loading {
  private static final Logger log = LoggerFactory.getLogger(Loading.class);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean TELLS_PROCESSOR_TIME = THREADS.isThreadCpuTimeSupported();
  private static final int PATIENCE = 5;
  private static final long LOOK_MILLIS = 100;
  private static final long FIRST_LINE_SECONDS = 5;

  private final Path file;
  private final int size;
  private final Duration limit;

  /**
   * @param size the module's bytes, for the log
   * @param limit how long it may take
   */
  Loading(Path file, int size, Duration limit) {
    this.file = file;
    this.size = size;
    this.limit = limit;
  }

  /**
   * Does the work, and says in the log that it takes long when it does.
   *
   * @throws Refused when it takes longer than the limit
   * @throws ExecutionException when it failed
   */
  <T> T run(Callable<T> work) throws Refused, ExecutionException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "parigot-compiler");
    thread.setDaemon(true);
    long begun = System.nanoTime();
    thread.start();
    long nextLine = FIRST_LINE_SECONDS;
    try {
      while (true) {
        try {
          return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException stillAtWork) {
          long passed = System.nanoTime() - begun;
          requireInTime(task, thread, passed);
          if (TimeUnit.NANOSECONDS.toSeconds(passed) >= nextLine) {
            log.warn(
                "{} is being compiled, {} bytes, for {} s so far",
                file,
                "%,d".formatted(size),
                TimeUnit.NANOSECONDS.toSeconds(passed));
            nextLine *= 2;
          }
        }
      }
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new Refused("was not loaded, the loading was interrupted", e);
    }
  }

  private void requireInTime(FutureTask<?> task, Thread thread, long passed) throws Refused {
    long used = TELLS_PROCESSOR_TIME ? THREADS.getThreadCpuTime(thread.getId()) : passed;
    // A thread that has come to its end is told -1, and its task is done.
    if (!task.isDone() && (used > limit.toNanos() || passed / PATIENCE > limit.toNanos())) {
      task.cancel(true);
      throw new Refused(
          "takes longer to be compiled than load-timeout, %s, allows: it has %,d bytes"
              .formatted(seconds(limit), size));
    }
  }

  private static String seconds(Duration time) {
    return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
