package parigot.actors;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that waits for time to pass, and then tells the kernel that a deadline has come, or
 * looks at guests that run too long. A platform thread of its own, for neither Akka's scheduler
 * (steps of 10 ms) nor a dispatcher that guests may fill is exact enough.
 *
 * <p>It outlives a full heap: what fails for want of memory is tried again until there is some.
 */
final class Alarm implements AutoCloseable {
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final ScheduledThreadPoolExecutor thread;

  Alarm(String name) {
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread created = new Thread(() -> work(task), name);
              created.setDaemon(true);
              return created;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs this once, after that many nanoseconds. It must be short, not block and not throw. */
  void after(long nanos, Runnable action) {
    Future<?> unused =
        thread.schedule(() -> untilDone(action), Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  /** Runs this again and again, with a pause of so many nanoseconds. The same holds for it. */
  void every(long nanos, Runnable action) {
    Future<?> unused =
        thread.scheduleWithFixedDelay(() -> untilDone(action), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** What the executor's thread does, which needs memory itself to wait for its next task. */
  private void work(Runnable task) {
    try {
      task.run();
    } catch (OutOfMemoryError e) {
      untilDone(thread::prestartCoreThread);
    }
  }

  private void untilDone(Runnable action) {
    boolean done = false;
    while (!done && !thread.isShutdown()) {
      try {
        action.run();
        done = true;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
