package parigot.actors;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import parigot.runtime.plugins.PluginThreads;

/** Platform threads for plugins, and for the modules while they are compiled. */
final class PlatformThreads implements PluginThreads {
  private static final long IDLE_SECONDS = 30;

  private final Alarm alarm = new Alarm("parigot-plugin-alarm");

  /** As many threads as processors, for an application's start. */
  static ExecutorService loaders() {
    return Executors.newFixedThreadPool(
        Runtime.getRuntime().availableProcessors(), task -> thread(task, "parigot-loader"));
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public PluginThreads.Pool pool(String plugin, int size) {
    return new Pool(plugin, size);
  }

  @Override
  public void once(String plugin, Runnable task) {
    thread(task, "parigot-drain-" + plugin).start();
  }

  @Override
  public void after(long nanos, Runnable action) {
    alarm.after(nanos, action);
  }

  @Override
  public void every(long nanos, Runnable action) {
    alarm.every(nanos, action);
  }

  @Override
  public void close() {
    alarm.close();
  }

  /** Threads that end when they have been idle for a while. */
  private static final class Pool implements PluginThreads.Pool {
    private final ThreadPoolExecutor threads;

    Pool(String plugin, int size) {
      AtomicInteger number = new AtomicInteger();
      threads =
          new ThreadPoolExecutor(
              size,
              size,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              task -> thread(task, "parigot-plugin-" + plugin + "-" + number.incrementAndGet()));
      threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
      threads.execute(task);
    }

    @Override
    public void takeBack(Runnable task) {
      boolean unusedMayHaveBeenTaken = threads.remove(task);
    }

    @Override
    public int waiting() {
      return threads.getQueue().size();
    }

    @Override
    public void resize(int size) {
      if (size > threads.getMaximumPoolSize()) {
        threads.setMaximumPoolSize(size);
        threads.setCorePoolSize(size);
      } else {
        threads.setCorePoolSize(size);
        threads.setMaximumPoolSize(size);
      }
    }

    @Override
    public List<Runnable> close(Duration patience) {
      List<Runnable> waiting = threads.shutdownNow();
      try {
        boolean unusedMayIgnoreIt =
            threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return waiting;
    }
  }
}
