package parigot.actors;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many guests of this process are at an event that has taken long, and so hold a thread that
 * others count on. One count for all applications: they may share their dispatchers. While there
 * are any, the executors are told again and again.
 */
final class LongEvents {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final Set<OverflowingExecutor> EXECUTORS = ConcurrentHashMap.newKeySet();

  private LongEvents() {}

  /** Tells this executor of long events, until it is forgotten. */
  static void tell(OverflowingExecutor executor) {
    EXECUTORS.add(executor);
  }

  static void forget(OverflowingExecutor executor) {
    EXECUTORS.remove(executor);
  }

  /** From a watchdog: what waits for a thread that a long event holds gets another. */
  static void look() {
    if (count() > 0) {
      EXECUTORS.forEach(OverflowingExecutor::moveWhatWaits);
    }
    Carriers.forLongEvents(count());
  }

  static void begun() {
    int now = COUNT.incrementAndGet();
    EXECUTORS.forEach(OverflowingExecutor::resize);
    Carriers.forLongEvents(now);
  }

  static void ended() {
    COUNT.decrementAndGet();
  }

  static int count() {
    return COUNT.get();
  }
}
