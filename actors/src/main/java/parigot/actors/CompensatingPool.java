package parigot.actors;

import akka.dispatch.DispatcherPrerequisites;
import akka.dispatch.ExecutorServiceConfigurator;
import akka.dispatch.ExecutorServiceFactory;
import akka.dispatch.MonitorableThreadFactory;
import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The executor behind {@code parigot.dispatcher}: a fork-join pool with few threads, which takes in
 * another for each that waits in a {@link ForkJoinPool.ManagedBlocker}, and has others beside it as
 * long as guests compute for long. Few, because a message sent while threads are idle wakes one of
 * them, for nothing when the sender is done first. Named in the configuration and made by Akka.
 */
public final class CompensatingPool extends ExecutorServiceConfigurator {
  /**
   * How many threads may be waiting and have another in their place: as many as such a pool can.
   */
  private static final int MOST_IN_PLACE = 32_000;

  private static final long KEEP_ALIVE_SECONDS = 10;
  private final Pace pace;

  /** Called by Akka. */
  public CompensatingPool(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    pace = PaceSetup.of(prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(
      String id, ThreadFactory threadFactory) {
    int threads = GuestDispatchers.SHARED_THREADS;
    MonitorableThreadFactory named = (MonitorableThreadFactory) threadFactory;
    MonitorableThreadFactory workers = named.withName(named.name() + "-" + id);
    // Without a least number that is runnable, a pool may make up for a waiting thread by expecting
    // less of the others, which may be held by guests that compute.
    return () -> {
      Pool pool = new Pool(threads, workers);
      return pace.counting(
          new OverflowingExecutor(
              GuestDispatchers.LONG_EVENTS,
              pool,
              pool::takeWaiting,
              0,
              named.withName(named.name() + "-" + id + "-more")));
    };
  }

  private static final class Pool extends ForkJoinPool {
    Pool(int threads, MonitorableThreadFactory workers) {
      super(
          threads,
          workers,
          workers.exceptionHandler(),
          true,
          threads,
          threads + MOST_IN_PLACE,
          threads,
          pool -> true,
          KEEP_ALIVE_SECONDS,
          TimeUnit.SECONDS);
    }

    @Override
    public void execute(Runnable task) {
      if (!Turn.takes(task)) {
        super.execute((ForkJoinTask<?>) new Turn(task));
      }
    }

    /** Takes back what no thread has begun. */
    List<Runnable> takeWaiting() {
      List<ForkJoinTask<?>> tasks = new ArrayList<>();
      drainTasksTo(tasks);
      return tasks.stream().map(Pool::runnable).toList();
    }

    private static Runnable runnable(ForkJoinTask<?> task) {
      return task instanceof Turn turn ? turn.task() : task::quietlyInvoke;
    }
  }
}
