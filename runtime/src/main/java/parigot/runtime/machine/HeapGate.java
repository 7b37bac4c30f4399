package parigot.runtime.machine;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Keeps guests from their next events while a plugin's call takes the last of the heap: the
 * allocation that fails then is the plugin's, whose call ends with it and gives back what it took,
 * and not one that the whole application needs. For so long at most, as a call may also keep what
 * it took; and not soon again.
 */
public final class HeapGate {
  /** How full the heap must be, and how much of it one call must have allocated, in percent. */
  private static final int NEARLY_FULL = 80;

  private static final int MUCH = 25;

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long OPEN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final LongSupplier clock;
  private final LongSupplier used;
  private final long all;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private volatile boolean closed;
  private long closedAt;
  private long notBefore = Long.MIN_VALUE;

  public HeapGate(Time time) {
    this(machine(time)::nanos, HeapGate::usedHeap, Runtime.getRuntime().maxMemory());
  }

  /**
   * @param clock in nanoseconds
   * @param used how many bytes of the heap are taken
   * @param all how many it may have
   */
  public HeapGate(LongSupplier clock, LongSupplier used, long all) {
    this.clock = clock;
    this.used = used;
    this.all = all;
  }

  /** The heap fills in the machine's time, also where the application has another. */
  private static Time machine(Time time) {
    return time.passesByItself() ? time : Time.ofThisMachine();
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /**
   * From time to time, on one thread.
   *
   * @param allocated how many bytes the one call of a plugin has allocated that has allocated most
   */
  public void look(long allocated) {
    boolean pressed =
        allocated > all / 100 * MUCH && (closed || used.getAsLong() > all / 100 * NEARLY_FULL);
    long now = clock.getAsLong();
    if (!closed && pressed && now >= notBefore) {
      closedAt = now;
      closed = true;
    } else if (closed && (!pressed || now - closedAt > LONGEST_NANOS)) {
      notBefore = now + OPEN_NANOS;
      open();
    }
  }

  /** Lets everybody pass from now on. */
  public void open() {
    lock.lock();
    try {
      closed = false;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Before a guest's event, on its thread: waits while the gate is closed. */
  public void pass() {
    if (closed) {
      lock.lock();
      try {
        while (closed) {
          opened.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** How many bytes a thread has allocated since it began; 0 where that cannot be told. */
  public static long allocatedBy(Thread thread) {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
            && threads.isThreadAllocatedMemorySupported()
        ? Math.max(0, threads.getThreadAllocatedBytes(thread.getId()))
        : 0;
  }
}
