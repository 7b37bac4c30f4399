package parigot.plugin.file;

import java.util.concurrent.atomic.AtomicLong;

/** So many bytes, of which parts are taken and given back. From any thread. */
final class Capacity {
  private final long all;
  private final AtomicLong taken = new AtomicLong();

  Capacity(long all) {
    this.all = all;
  }

  long all() {
    return all;
  }

  long taken() {
    return taken.get();
  }

  /**
   * Takes so many, or, where they are less than none, gives them back; false when there are not.
   */
  boolean take(long bytes) {
    long before = taken.get();
    while (bytes <= 0 || bytes <= all - before) {
      if (taken.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }

  void give(long bytes) {
    taken.addAndGet(-bytes);
  }
}
