package parigot.runtime.plugins;

import java.time.Duration;
import java.util.List;

/**
 * What the plugins of one application run on. Platform threads always: a plugin that spins would
 * hold a virtual thread's carrier. From any thread; nothing but {@link Pool#close} blocks.
 */
public interface PluginThreads extends AutoCloseable {

  /** The threads of one plugin, of which there are at most so many. */
  Pool pool(String plugin, int size);

  /** Runs this on a thread of its own, as a plugin may do what it must not, and block. */
  void once(String plugin, Runnable task);

  /** Runs this once, after that many nanoseconds. It must be short, not block and not throw. */
  void after(long nanos, Runnable action);

  /** Runs this again and again, with a pause of so many nanoseconds. The same holds for it. */
  void every(long nanos, Runnable action);

  /** Whether all is done on the one thread that asks, in an application that is simulated. */
  default boolean areSimulated() {
    return false;
  }

  /** Nothing is run after a time any more. Pools are closed by who asked for them. */
  @Override
  void close();

  /** The threads of one plugin. */
  interface Pool {

    /**
     * Runs this when a thread is free. However much waits, it is not refused.
     *
     * @throws java.util.concurrent.RejectedExecutionException once it is closed
     */
    void execute(Runnable task);

    /** Takes back what waits for a thread; nothing, when one has begun it. */
    void takeBack(Runnable task);

    /** How many wait for a thread. */
    int waiting();

    /** From now on there are at most so many threads. What those that go are at, they finish. */
    void resize(int size);

    /**
     * Starts nothing more, interrupts what is at work and waits for its end, this long at most.
     *
     * @return what waited for a thread
     */
    List<Runnable> close(Duration patience);
  }
}
