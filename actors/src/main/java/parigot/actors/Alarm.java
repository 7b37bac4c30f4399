package parigot.actors;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that waits for time to pass, and then tells the kernel that a deadline has come, or
 * looks at guests that run too long. A platform thread of its own, for neither Akka's scheduler
 * (steps of 10 ms) nor a dispatcher that guests may fill is exact enough.
 *
 * <p>It outlives a full heap: what fails for want of memory is tried again until there is some. The
 * JVM throws that error where no code allocates, too: compiled code that is given up for
 * interpreted may lack objects that it had done without. So nothing here relies on one {@code
 * catch} alone, and what is done again and again has a thread whose whole life is a loop, instead
 * of a task that an executor forgets when it fails.
 */
final class Alarm implements Deadlines {
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final Logger LOG = LoggerFactory.getLogger(Alarm.class);

  private final String name;
  private final ScheduledThreadPoolExecutor thread;
  private final List<Thread> loops = new CopyOnWriteArrayList<>();

  Alarm(String name) {
    this.name = name;
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

  @Override
  public void after(long nanos, Runnable action) {
    Future<?> unused =
        thread.schedule(
            () -> survive(() -> untilDone(action)), Math.max(0, nanos), TimeUnit.NANOSECONDS);
  }

  private final class Single implements Deadline {
    private final Runnable action;
    private Optional<ScheduledFuture<?>> armed = Optional.empty();

    Single(Runnable action) {
      this.action = action;
    }

    @Override
    public void after(long nanos) {
      cancel();
      armed =
          Optional.of(
              thread.schedule(
                  () -> survive(() -> untilDone(action)),
                  Math.max(0, nanos),
                  TimeUnit.NANOSECONDS));
    }

    @Override
    public void cancel() {
      armed.ifPresent(
          task -> {
            boolean unusedHadNotRun = task.cancel(false);
          });
      armed = Optional.empty();
    }
  }

  @Override
  public Deadline deadline(Runnable action) {
    return new Single(action);
  }

  /** How much is to be run once, and has not been. */
  int waiting() {
    return thread.getQueue().size();
  }

  /** Runs this again and again, with a pause of so many nanoseconds. The same holds for it. */
  void every(long nanos, Runnable action) {
    Thread loop =
        new Thread(
            () -> {
              while (!thread.isShutdown()) {
                survive(() -> repeat(nanos, action));
              }
            },
            name);
    loop.setDaemon(true);
    loops.add(loop);
    loop.start();
  }

  private void repeat(long nanos, Runnable action) {
    while (!thread.isShutdown()) {
      try {
        LockSupport.parkNanos(nanos);
        if (!thread.isShutdown()) {
          action.run();
        }
      } catch (OutOfMemoryError e) {
        // Once more, after the pause.
      } catch (RuntimeException | Error e) {
        LOG.error("{}: what it looks at from time to time could not be seen", name, e);
      }
    }
  }

  /** What the executor's thread does, which needs memory itself to wait for its next task. */
  private void work(Runnable task) {
    try {
      task.run();
    } catch (OutOfMemoryError e) {
      survive(() -> untilDone(thread::prestartCoreThread));
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

  /** Has a loop come to its end, also when the error hits the loop itself. */
  private void survive(Runnable loop) {
    boolean ended = false;
    while (!ended) {
      try {
        loop.run();
        ended = true;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    loops.forEach(LockSupport::unpark);
  }
}
