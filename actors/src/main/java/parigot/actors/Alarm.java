package parigot.actors;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread that waits for time to pass, and then tells the kernel that a deadline has come, or
 * looks at guests that run too long. A platform thread of its own, for neither Akka's scheduler
 * (steps of 10 ms) nor a dispatcher that guests may fill is exact enough.
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

  /** Runs this again and again, with a pause of so many nanoseconds. The same holds for it. */
  void every(long nanos, Runnable action) {
    Future<?> unused = thread.scheduleWithFixedDelay(action, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
