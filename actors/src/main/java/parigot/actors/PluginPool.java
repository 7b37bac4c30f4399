package parigot.actors;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one plugin. Each plugin has its own, so that one that blocks cannot use up
 * another's. Platform threads always: a plugin that spins would hold a virtual thread's carrier.
 *
 * <p>A thread that does not come back after its call was given up is written off: it is counted,
 * logged with its stack, and replaced, so many times at most. What comes back late gives its place
 * back.
 */
final class PluginPool {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.plugin");
  private static final long IDLE_SECONDS = 30;

  private final String plugin;
  private final PluginDispatcher settings;
  private final ThreadPoolExecutor threads;
  private final AtomicInteger writtenOff = new AtomicInteger();
  private final Set<PluginCall> running = ConcurrentHashMap.newKeySet();
  private int replaced;

  PluginPool(String plugin, PluginDispatcher settings) {
    this.plugin = plugin;
    this.settings = settings;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            settings.threads(),
            settings.threads(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(settings.queue()),
            task -> {
              Thread thread =
                  new Thread(task, "parigot-plugin-" + plugin + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Runs this on one of the threads.
   *
   * @throws RejectedExecutionException when all are busy and the queue is full
   */
  void execute(Runnable task) {
    threads.execute(task);
  }

  /** This call is at work now, on one of the threads. */
  void began(PluginCall call) {
    running.add(call);
  }

  void ended(PluginCall call) {
    running.remove(call);
  }

  /** How many bytes the call at work that has allocated most has allocated. */
  long mostAllocated() {
    long most = 0;
    for (PluginCall call : running) {
      most = Math.max(most, call.allocated());
    }
    return most;
  }

  /** A thread was interrupted and has not come back: the plugin gets another in its place. */
  synchronized void writeOff(Thread stuck, String method) {
    int count = writtenOff.incrementAndGet();
    boolean replace = replaced < settings.replacements();
    if (replace) {
      replaced++;
      resize();
    }
    StringBuilder stack = new StringBuilder();
    for (StackTraceElement element : stuck.getStackTrace()) {
      stack.append("\n    at ").append(element);
    }
    LOG.warn(
        "The plugin {} ignores that it was interrupted in {}: its thread is written off ({} so"
            + " far) and {}.{}",
        plugin,
        method,
        count,
        replace ? "replaced" : "not replaced, " + settings.replacements() + " were",
        stack);
  }

  /** A thread that was written off has come back after all. */
  synchronized void cameBack() {
    if (replaced > 0) {
      replaced--;
      resize();
    }
  }

  /** How many threads were written off, those that came back later included. */
  int writtenOff() {
    return writtenOff.get();
  }

  void close() {
    threads.shutdownNow();
  }

  private void resize() {
    int size = settings.threads() + replaced;
    if (size > threads.getMaximumPoolSize()) {
      threads.setMaximumPoolSize(size);
      threads.setCorePoolSize(size);
    } else {
      threads.setCorePoolSize(size);
      threads.setMaximumPoolSize(size);
    }
  }
}
