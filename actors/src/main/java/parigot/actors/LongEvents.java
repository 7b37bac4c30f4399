package parigot.actors;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many guests of this process are at an event that has taken long, and so hold a thread that
 * others count on. One count for all applications: they may share their dispatchers.
 */
final class LongEvents {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private LongEvents() {}

  static void begun() {
    COUNT.incrementAndGet();
  }

  static void ended() {
    COUNT.decrementAndGet();
  }

  static int count() {
    return COUNT.get();
  }
}
