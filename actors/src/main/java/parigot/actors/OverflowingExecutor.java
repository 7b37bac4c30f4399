package parigot.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import parigot.runtime.guest.LongEvents;
import parigot.runtime.machine.Time;

/**
 * An executor with few threads, and more for the time in which guests that compute or sleep hold
 * those: always some more than guests can hold, however many these are.
 *
 * @see LongEvents
 */
final class OverflowingExecutor extends AbstractExecutorService implements LongEvents.Listener {
  /** Threads beside those that long events may hold. */
  private static final int FREE_THREADS = GuestDispatchers.SHARED_THREADS;

  private static final long KEEP_ALIVE_SECONDS = 1;

  private final LongEvents longEvents;
  private final ExecutorService usual;
  private final Supplier<List<Runnable>> waiting;
  private final int spare;
  private final ThreadPoolExecutor overflow;

  /**
   * @param longEvents how many guests hold a thread, here or elsewhere
   * @param usual runs everything as long as it has a thread left
   * @param waiting takes back what waits for one of its threads, where that is possible
   * @param spare how many of its threads may be held
   */
  OverflowingExecutor(
      LongEvents longEvents,
      ExecutorService usual,
      Supplier<List<Runnable>> waiting,
      int spare,
      ThreadFactory threads) {
    this.longEvents = longEvents;
    this.usual = usual;
    this.waiting = waiting;
    this.spare = spare;
    overflow =
        new ThreadPoolExecutor(
            FREE_THREADS,
            FREE_THREADS,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads,
            (task, closed) -> usual.execute(task));
    overflow.allowCoreThreadTimeOut(true);
    longEvents.tell(this);
  }

  /** What waits for a thread gets one of the further ones, if too many of the others are held. */
  @Override
  public void look(int count) {
    if (count > spare) {
      resize();
      waiting.get().forEach(this::overflow);
    }
  }

  /** Each of the long events may hold one of the further threads. */
  @Override
  public void begun(int count) {
    resize();
  }

  private synchronized void resize() {
    int size = longEvents.count() + FREE_THREADS;
    try {
      if (size > overflow.getMaximumPoolSize()) {
        overflow.setMaximumPoolSize(size);
        overflow.setCorePoolSize(size);
      } else if (size < overflow.getMaximumPoolSize()) {
        overflow.setCorePoolSize(size);
        overflow.setMaximumPoolSize(size);
      }
    } catch (OutOfMemoryError e) {
      // No further thread can be had now; what waits for one is begun by those that there are.
    }
  }

  private void overflow(Runnable task) {
    try {
      overflow.execute(task);
    } catch (OutOfMemoryError e) {
      // No further thread can be had.
      usual.execute(task);
    }
  }

  @Override
  public void execute(Runnable task) {
    if (longEvents.count() > spare) {
      overflow(task);
    } else {
      usual.execute(task);
    }
  }

  @Override
  public void shutdown() {
    longEvents.forget(this);
    usual.shutdown();
    overflow.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    longEvents.forget(this);
    List<Runnable> left = new ArrayList<>(usual.shutdownNow());
    left.addAll(overflow.shutdownNow());
    return left;
  }

  @Override
  public boolean isShutdown() {
    return usual.isShutdown() && overflow.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return usual.isTerminated() && overflow.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    long deadline = Time.ofThisMachine().nanos() + unit.toNanos(timeout);
    return usual.awaitTermination(timeout, unit)
        && overflow.awaitTermination(deadline - Time.ofThisMachine().nanos(), TimeUnit.NANOSECONDS);
  }
}
