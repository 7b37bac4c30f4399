package parigot.actors;

import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;

/**
 * A task of a {@link CompensatingPool}. Its thread may run one more after it, without waking
 * another thread for that: what the task hands on between {@link #handsOn} and {@link
 * #handsOnNoMore}. Only a task that is done soon may hand on, since what it hands on waits for its
 * end.
 */
final class Turn extends ForkJoinTask<Void> {
  private static final long serialVersionUID = 1;

  private static final ThreadLocal<Current> CURRENT = ThreadLocal.withInitial(Current::new);

  /** What a thread is at. */
  private static final class Current {
    private boolean hasTurn;
    private boolean handsOn;
    private Runnable next;

    private Runnable takeNext() {
      Runnable taken = next;
      next = null;
      handsOn = false;
      return taken;
    }
  }

  private final transient Runnable task;

  Turn(Runnable task) {
    this.task = task;
  }

  Runnable task() {
    return task;
  }

  /** From now on the first task that this thread gives to its pool is the one that it runs next. */
  static void handsOn() {
    if (mayHaveTurn()) {
      Current current = CURRENT.get();
      current.handsOn = current.hasTurn;
    }
  }

  /** From now on other threads may run what this one gives to its pool. */
  static void handsOnNoMore() {
    if (mayHaveTurn()) {
      CURRENT.get().handsOn = false;
    }
  }

  /** Other threads, virtual ones among them, are not even asked what they are at. */
  private static boolean mayHaveTurn() {
    return Thread.currentThread() instanceof ForkJoinWorkerThread;
  }

  /** Whether this thread runs this task next, so that its pool need not. */
  static boolean takes(Runnable task) {
    if (!mayHaveTurn()) {
      return false;
    }
    Current current = CURRENT.get();
    if (!current.handsOn || current.next != null) {
      return false;
    }
    current.next = task;
    return true;
  }

  @Override
  public boolean exec() {
    Current current = CURRENT.get();
    current.hasTurn = true;
    try {
      task.run();
      for (Runnable next = current.takeNext(); next != null; next = current.takeNext()) {
        next.run();
      }
      return true;
    } catch (Throwable thrown) {
      // As the pool does it for what is no task of its own kind.
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
      throw thrown;
    } finally {
      current.hasTurn = false;
      Runnable left = current.takeNext();
      if (left != null) {
        getPool().execute(left);
      }
    }
  }

  @Override
  public Void getRawResult() {
    return null;
  }

  @Override
  protected void setRawResult(Void value) {
    // There is none.
  }
}
