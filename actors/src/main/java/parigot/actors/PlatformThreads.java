package parigot.actors;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import parigot.runtime.machine.Time;
import parigot.runtime.plugins.PluginThreads;

/** Platform threads for plugins, and for the modules while they are compiled. */
final class PlatformThreads implements PluginThreads {
  private static final long IDLE_SECONDS = 30;

  private final Pace pace;
  private final Deadlines deadlines;

  /** What is done again and again: it is about this machine, whose time goes on. */
  private final Alarm alarm = new Alarm("parigot-plugin-alarm");

  /**
   * @param time in which is due what is done later
   */
  PlatformThreads(Time time) {
    pace = Pace.of(time);
    deadlines = pace.deadlines("parigot-plugin-deadlines");
  }

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
    return new Pool(plugin, size, pace);
  }

  @Override
  public void once(String plugin, Runnable task) {
    thread(pace.counted(task), "parigot-drain-" + plugin).start();
  }

  @Override
  public void after(long nanos, Runnable action) {
    deadlines.after(nanos, action);
  }

  @Override
  public void every(long nanos, Runnable action) {
    alarm.every(nanos, action);
  }

  @Override
  public void close() {
    deadlines.close();
    alarm.close();
  }

  /** Threads that end when they have been idle for a while. */
  private static final class Pool implements PluginThreads.Pool {
    private final Pace pace;
    private final ThreadPoolExecutor threads;

    Pool(String plugin, int size, Pace pace) {
      this.pace = pace;
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
      threads.execute(pace.counted(task));
    }

    @Override
    public void takeBack(Runnable task) {
      for (Runnable counted : threads.getQueue()) {
        if (pace.origin(counted) == task && threads.remove(counted)) {
          pace.forget(counted);
        }
      }
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
      waiting.forEach(pace::forget);
      return waiting.stream().map(pace::origin).toList();
    }
  }
}
