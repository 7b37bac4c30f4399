package parigot.actors;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import parigot.runtime.machine.ProcessorTime;
import parigot.runtime.machine.Time;

/**
 * What an application has left to do: work that was handed to its threads and is not over, without
 * that which waits for time to pass or for other work. Who hands work on is at work itself, so
 * there is no moment without any between the two. From any thread.
 */
final class Activity {
  /** So often is looked for work that takes long. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /**
   * Work takes long that the whole process has had a processor for so long beside, or that has gone
   * on for so long: it computes for ever, or waits for what is outside of the application.
   */
  private static final long COMPUTED_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long LASTED_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** What this thread is at. */
  private static final ThreadLocal<Work> CURRENT = new ThreadLocal<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<Work> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Waiting> waiting = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Something that was handed to a thread. */
  private final class Work implements Runnable {
    private final Runnable origin;

    // When it was first seen at work: the machine's time, and the processors'. Under the lock.
    private boolean seen;
    private long seenAt;
    private long computedBefore;

    Work(Runnable origin) {
      this.origin = origin;
    }

    @Override
    public void run() {
      Work around = CURRENT.get();
      CURRENT.set(this);
      try {
        origin.run();
      } finally {
        CURRENT.set(around);
        close(this);
      }
    }

    private boolean takesLong() {
      long now = Time.ofThisMachine().nanos();
      long computed = ProcessorTime.ofProcess();
      if (!seen) {
        seen = true;
        seenAt = now;
        computedBefore = computed;
      }
      return computed - computedBefore > COMPUTED_NANOS || now - seenAt > LASTED_NANOS;
    }
  }

  /** A thread that waits until a moment or until something is so, whichever is first. */
  final class Waiting {
    private final Work work;
    private final Thread thread = Thread.currentThread();
    private final long deadline;
    private final BooleanSupplier until;
    private final Runnable signal;
    private boolean due;

    private Waiting(Work work, long deadline, BooleanSupplier until, Runnable signal) {
      this.work = work;
      this.deadline = deadline;
      this.until = until;
      this.signal = signal;
    }

    /** On the thread that waited: it is at work again. */
    void goOn() {
      lock.lock();
      try {
        waiting.remove(this);
        if (work != null) {
          work.seen = false;
          open.add(work);
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** Whether it is about to go on. */
    private boolean isCalled() {
      return due || thread.isInterrupted() || until.getAsBoolean();
    }
  }

  /** This work, which is open from now on. */
  Runnable counted(Runnable origin) {
    Work work = new Work(origin);
    lock.lock();
    try {
      open.add(work);
    } finally {
      lock.unlock();
    }
    return work;
  }

  Runnable origin(Runnable counted) {
    return counted instanceof Work work ? work.origin : counted;
  }

  /** This is not open any more, though nobody has run it. */
  void forget(Runnable counted) {
    if (counted instanceof Work work) {
      close(work);
    }
  }

  private void close(Work work) {
    lock.lock();
    try {
      open.remove(work);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The thread that asks waits from now on, until it goes on.
   *
   * @param deadline until when at most
   * @param until whether what it waits for is there; from any thread, without a lock
   * @param signal wakes it
   */
  Waiting pause(long deadline, BooleanSupplier until, Runnable signal) {
    Waiting one = new Waiting(CURRENT.get(), deadline, until, signal);
    lock.lock();
    try {
      waiting.add(one);
      if (one.work != null) {
        open.remove(one.work);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return one;
  }

  /** When the first of those that wait has waited long enough. */
  OptionalLong nextDeadline() {
    lock.lock();
    try {
      return waiting.stream()
          .mapToLong(one -> one.deadline)
          .filter(deadline -> deadline != Long.MAX_VALUE)
          .min();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes those that have waited until now for long enough. */
  void wakeDue(long moment) {
    List<Waiting> due;
    lock.lock();
    try {
      due = waiting.stream().filter(one -> one.deadline <= moment).toList();
      due.forEach(one -> one.due = true);
    } finally {
      lock.unlock();
    }
    due.forEach(one -> one.signal.run());
  }

  /** Waits until no work is open, or only such that takes long. */
  void awaitRest() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (isAtWork()) {
        long unusedLooksAnyway = changed.awaitNanos(LOOK_NANOS);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isAtWork() {
    // All of them, as each is timed from when it is seen first.
    List<Work> soonOver = open.stream().filter(work -> !work.takesLong()).toList();
    return !soonOver.isEmpty() || waiting.stream().anyMatch(Waiting::isCalled);
  }
}
