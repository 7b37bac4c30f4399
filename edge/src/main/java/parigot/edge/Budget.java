package parigot.edge;

import java.util.concurrent.atomic.AtomicLong;

/** So much of something that may be taken at once, by whoever comes. From any thread. */
final class Budget {
  private final long all;
  private final AtomicLong taken = new AtomicLong();

  Budget(long all) {
    this.all = all;
  }

  /** Takes so much, or nothing. */
  boolean take(long amount) {
    long now = taken.get();
    while (amount <= all - now) {
      if (taken.compareAndSet(now, now + amount)) {
        return true;
      }
      now = taken.get();
    }
    return false;
  }

  void giveBack(long amount) {
    taken.addAndGet(-amount);
  }

  long all() {
    return all;
  }

  long taken() {
    return taken.get();
  }
}
