package parigot.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An executor with few threads, and more for the time in which guests that compute hold those.
 *
 * @see LongEvents
 */
final class OverflowingExecutor extends AbstractExecutorService {
  private static final int MOST_THREADS = 256;
  private static final long KEEP_ALIVE_SECONDS = 1;

  private final ExecutorService usual;
  private final Supplier<List<Runnable>> waiting;
  private final int spare;
  private final ThreadPoolExecutor overflow;

  /**
   * @param usual runs everything as long as it has a thread left
   * @param waiting takes back what waits for one of its threads, where that is possible
   * @param spare how many of its threads may be held
   */
  OverflowingExecutor(
      ExecutorService usual, Supplier<List<Runnable>> waiting, int spare, ThreadFactory threads) {
    this.usual = usual;
    this.waiting = waiting;
    this.spare = spare;
    overflow =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            KEEP_ALIVE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads,
            (task, full) -> usual.execute(task));
    LongEvents.tell(this);
  }

  /** What waits for a thread gets one of the further ones, if too many of the others are held. */
  void moveWhatWaits() {
    if (LongEvents.count() > spare) {
      waiting.get().forEach(overflow::execute);
    }
  }

  @Override
  public void execute(Runnable task) {
    if (LongEvents.count() > spare) {
      overflow.execute(task);
    } else {
      usual.execute(task);
    }
  }

  @Override
  public void shutdown() {
    LongEvents.forget(this);
    usual.shutdown();
    overflow.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    LongEvents.forget(this);
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
    long deadline = System.nanoTime() + unit.toNanos(timeout);
    return usual.awaitTermination(timeout, unit)
        && overflow.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }
}
