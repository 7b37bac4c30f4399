package parigot.actors;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread of an application that waits for time to pass: it tells the kernel that a deadline
 * has come. A platform thread of its own, for neither Akka's scheduler (steps of 10 ms) nor a
 * dispatcher that guests may fill is exact enough.
 */
final class Alarm implements AutoCloseable {
  private final ScheduledThreadPoolExecutor thread;

  Alarm(String name) {
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread created = new Thread(task, name);
              created.setDaemon(true);
              return created;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs this once, after that many nanoseconds. It must be short, not block and not throw. */
  void after(long nanos, Runnable action) {
    Future<?> unused = thread.schedule(action, Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
