package parigot.actors;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Threads of which is known when they have nothing left to do. */
final class CountingExecutor extends AbstractExecutorService {
  private final ExecutorService threads;
  private final Activity activity;

  CountingExecutor(ExecutorService threads, Activity activity) {
    this.threads = threads;
    this.activity = activity;
  }

  @Override
  public void execute(Runnable work) {
    Runnable counted = activity.counted(work);
    try {
      threads.execute(counted);
    } catch (RuntimeException | Error e) {
      activity.forget(counted);
      throw e;
    }
  }

  @Override
  public void shutdown() {
    threads.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> left = threads.shutdownNow();
    left.forEach(activity::forget);
    return left.stream().map(activity::origin).toList();
  }

  @Override
  public boolean isShutdown() {
    return threads.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(timeout, unit);
  }
}
