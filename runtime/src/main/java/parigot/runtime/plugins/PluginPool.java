package parigot.runtime.plugins;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.runtime.machine.Time;
import parigot.runtime.settings.PluginDispatcher;

/**
 * The threads of one plugin. Each plugin has its own, so that one that blocks cannot use up
 * another's.
 *
 * <p>A thread that does not come back after its call was given up is written off: it is counted,
 * logged with its stack, and replaced, so many times at most. What comes back late gives its place
 * back.
 */
final class PluginPool {
  private static final Logger LOG = LoggerFactory.getLogger("parigot.plugin");

  private final String plugin;
  private final PluginDispatcher settings;
  private final Time time;
  private final PluginThreads.Pool threads;
  private final AtomicInteger writtenOff = new AtomicInteger();
  private final Set<PluginCall> running = ConcurrentHashMap.newKeySet();

  /** Calls that are at work or wait for a thread. */
  private final AtomicInteger open = new AtomicInteger();

  /** Those that must run, and wait for a thread. */
  private final Set<Runnable> certain = ConcurrentHashMap.newKeySet();

  private volatile int replaced;

  /**
   * A thread that was given up.
   *
   * @param count how many were so far, with this one
   * @param replaced whether another was taken in its place
   */
  record WrittenOff(Thread stuck, int count, boolean replaced) {}

  PluginPool(String plugin, PluginDispatcher settings, PluginThreads threads, Time time) {
    this.time = time;
    this.plugin = plugin;
    this.settings = settings;
    this.threads = threads.pool(plugin, settings.threads());
  }

  /**
   * Runs this call on one of the threads.
   *
   * @throws RejectedExecutionException when all are busy and as many wait as may
   */
  void execute(PluginCall call) {
    if (open.incrementAndGet() > size() + settings.queue()) {
      open.decrementAndGet();
      throw new RejectedExecutionException("all threads of the plugin are busy");
    }
    threads.execute(call);
  }

  /** Runs this on one of the threads, however many calls wait: it may not be lost. */
  void executeInAnyCase(PluginCall call) {
    open.incrementAndGet();
    certain.add(call);
    threads.execute(call);
  }

  /** This call is at work now, on one of the threads. */
  void began(PluginCall call) {
    running.add(call);
    certain.remove(call);
  }

  void ended(PluginCall call) {
    running.remove(call);
    open.decrementAndGet();
  }

  /** This call was given up before it began: it takes nobody's place any more. */
  void forget(PluginCall call) {
    threads.takeBack(call);
    open.decrementAndGet();
  }

  /** The time that its calls are given. */
  Time time() {
    return time;
  }

  /** How many wait for a thread. */
  int waiting() {
    return threads.waiting();
  }

  /** Whether every thread is at a call. */
  boolean isBusy() {
    return running.size() >= size();
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
  synchronized WrittenOff writeOff(Thread stuck) {
    boolean replace = replaced < settings.replacements();
    if (replace) {
      replaced++;
      threads.resize(size());
    }
    return new WrittenOff(stuck, writtenOff.incrementAndGet(), replace);
  }

  void log(WrittenOff thread, String method) {
    StringBuilder stack = new StringBuilder();
    for (StackTraceElement element : thread.stuck().getStackTrace()) {
      stack.append("\n    at ").append(element);
    }
    LOG.warn(
        "The plugin {} ignores that it was interrupted in {}: its thread is written off ({} so"
            + " far) and {}.{}",
        plugin,
        method,
        thread.count(),
        thread.replaced() ? "replaced" : "not replaced, " + settings.replacements() + " were",
        stack);
  }

  /** A thread that was written off and replaced has come back after all. */
  synchronized void cameBack() {
    replaced--;
    threads.resize(size());
  }

  /** How many threads were written off, those that came back later included. */
  int writtenOff() {
    return writtenOff.get();
  }

  /**
   * Starts no more calls, interrupts those at work and waits a little for their end. What had to be
   * run is run here.
   */
  void close() {
    List<Runnable> waiting = threads.close(settings.writeOffAfter());
    waiting.stream().filter(certain::contains).forEach(Runnable::run);
  }

  /** How many threads there may be: more than the setting, by those that were replaced. */
  int size() {
    return settings.threads() + replaced;
  }
}
