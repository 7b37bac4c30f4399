package parigot.runtime.guest;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many guests are at an event that has taken long, and so hold a thread that others count on.
 * While there are any, who provides threads is told again and again. One for all applications whose
 * guests may run on the same threads.
 */
public final class LongEvents {
  private final AtomicInteger count = new AtomicInteger();

  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

  /** Who provides threads. From any thread; it must not block. */
  public interface Listener {
    /** One more long event has begun; so many there are now. */
    void begun(int count);

    /** From time to time, also when there are none. */
    void look(int count);
  }

  /** Tells them of long events, until they are forgotten. */
  public void tell(Listener listener) {
    listeners.add(listener);
  }

  public void forget(Listener listener) {
    listeners.remove(listener);
  }

  /** From a watchdog: what waits for a thread that a long event holds gets another. */
  public void look() {
    int now = count();
    listeners.forEach(listener -> listener.look(now));
  }

  void begun() {
    int now = count.incrementAndGet();
    listeners.forEach(listener -> listener.begun(now));
  }

  void ended() {
    count.decrementAndGet();
  }

  public int count() {
    return count.get();
  }
}
