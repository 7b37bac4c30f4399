package parigot.wasm;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The compilation of one module, on a thread of its own. A thread that takes too long is
 * interrupted and written off: it gives up at its next class, as {@link Compilation} asks there,
 * and what it has made goes to nobody.
 *
 * <p>What counts is the time that the thread had a processor, where the JVM tells it, so that a
 * busy machine refuses no module; the clock decides after five times the limit.
 */
final class Loading {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean TELLS_PROCESSOR_TIME = THREADS.isThreadCpuTimeSupported();
  private static final ClockAndRandom CLOCK = ClockAndRandom.ofThisMachine();
  private static final int PATIENCE = 5;
  private static final int DONE = 100;
  private static final long LOOK_MILLIS = 100;
  private static final long TELL_MILLIS = 1_000;

  private final int size;
  private final Duration limit;
  private final Progress progress;
  private final CompileListener listener;

  /**
   * @param size the module's bytes
   * @param limit how long it may take
   */
  Loading(int size, Duration limit, Progress progress, CompileListener listener) {
    this.size = size;
    this.limit = limit;
    this.progress = progress;
    this.listener = listener;
  }

  /**
   * Does the work, and tells how far it is.
   *
   * @throws Refused when it takes longer than the limit
   * @throws ExecutionException when it failed
   */
  <T> T run(Callable<T> work) throws Refused, ExecutionException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "parigot-compiler");
    thread.setDaemon(true);
    long begun = CLOCK.monotonicNanos();
    thread.start();
    int told = 0;
    long toldAt = 0;
    try {
      listener.at(0, Duration.ZERO);
      while (true) {
        try {
          T done = task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          listener.at(DONE, Duration.ofNanos(CLOCK.monotonicNanos() - begun));
          return done;
        } catch (TimeoutException stillAtWork) {
          long passed = CLOCK.monotonicNanos() - begun;
          requireInTime(task, thread, passed);
          int percent = progress.percent();
          long millis = TimeUnit.NANOSECONDS.toMillis(passed);
          if (percent > told || millis >= toldAt + TELL_MILLIS) {
            told = percent;
            toldAt = millis;
            listener.at(percent, Duration.ofMillis(millis));
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
