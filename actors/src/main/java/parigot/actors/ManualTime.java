package parigot.actors;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import parigot.runtime.machine.Time;

/**
 * The time of one application, which passes when a test says so: that of the kernel's time-outs and
 * restarts, of the guests' clocks, timers and sleeps, of limits of events and of plugins. It stands
 * still otherwise, however long anything takes. From any thread but the application's own.
 *
 * <pre>{@code
 * time.pass(Duration.ofSeconds(30));
 * }</pre>
 */
public final class ManualTime implements Time {
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  /** Go programs do not run when it is none: they take the clock for broken. */
  private static final long ORIGIN = 1_000_000_000;

  private final Activity activity = new Activity();
  private final DueActions due = new DueActions(this);
  private final List<Runnable> steps = new CopyOnWriteArrayList<>();
  private final Pace pace = new ManualPace();
  private final ReentrantLock passing = new ReentrantLock();
  private volatile long nanos = ORIGIN;

  /** It is the first of January of 2026, at midnight in UTC. */
  public ManualTime() {}

  /**
   * Lets this much time pass: what is due on the way is done in its order, each at its moment.
   * Returns when nothing of the application runs any more or waits for a thread: what is left waits
   * for time to pass, or for somebody outside. An event or a call that computes for seconds is not
   * waited for any longer: time passes then while it does, so that it may come to its limit.
   *
   * @throws InterruptedException when the thread is interrupted; some of the time may have passed
   */
  public void pass(Duration time) throws InterruptedException {
    boolean unusedNeverTrue = pass(time, () -> false);
  }

  /**
   * As {@link #pass(Duration)}, but no further than to the moment at which this is so.
   *
   * @param until asked whenever nothing runs
   * @param atMost how much time may pass
   * @return whether it is so
   * @throws InterruptedException when the thread is interrupted
   */
  public boolean pass(Duration atMost, BooleanSupplier until) throws InterruptedException {
    passing.lockInterruptibly();
    try {
      long end = nanos + Math.max(0, atMost.toNanos());
      activity.awaitRest();
      while (!until.getAsBoolean()) {
        long next = next();
        if (next > end) {
          reach(end);
          return until.getAsBoolean();
        }
        reach(Math.max(next, nanos));
      }
      return true;
    } finally {
      passing.unlock();
    }
  }

  /** When something is due next. */
  private long next() {
    OptionalLong action = due.next();
    OptionalLong waiter = activity.nextDeadline();
    return Math.min(action.orElse(Long.MAX_VALUE), waiter.orElse(Long.MAX_VALUE));
  }

  private void reach(long moment) throws InterruptedException {
    nanos = moment;
    activity.wakeDue(moment);
    due.run(moment);
    steps.forEach(Runnable::run);
    activity.awaitRest();
  }

  Pace pace() {
    return pace;
  }

  @Override
  public Clock clock() {
    return new ManualClock();
  }

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public boolean passesByItself() {
    return false;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    try {
      await(new CompletableFuture<>(), time.toNanos());
    } catch (TimeoutException e) {
      // That is what it waits for.
    } catch (ExecutionException e) {
      throw new IllegalStateException("nobody completes it", e);
    }
  }

  @Override
  public long await(Lock lock, Condition condition, BooleanSupplier until, long atMost)
      throws InterruptedException {
    long deadline = after(atMost);
    Runnable signal =
        () -> {
          lock.lock();
          try {
            condition.signalAll();
          } finally {
            lock.unlock();
          }
        };
    Activity.Waiting waiting = activity.pause(deadline, until, signal);
    try {
      while (!until.getAsBoolean() && nanos < deadline) {
        condition.await();
      }
    } finally {
      waiting.goOn();
    }
    return deadline == Long.MAX_VALUE ? atMost : deadline - nanos;
  }

  @Override
  public <T> T await(CompletableFuture<T> result, long atMost)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = after(atMost);
    CompletableFuture<Void> over = new CompletableFuture<>();
    CompletableFuture<Object> either = CompletableFuture.anyOf(result, over);
    Activity.Waiting waiting = activity.pause(deadline, result::isDone, () -> over.complete(null));
    try {
      if (nanos < deadline) {
        Object unusedIsInOneOfThem = either.get();
      }
    } finally {
      waiting.goOn();
    }
    if (result.isDone()) {
      return result.get();
    }
    throw new TimeoutException();
  }

  private long after(long time) {
    long moment = nanos + time;
    return moment < nanos ? Long.MAX_VALUE : moment;
  }

  private final class ManualPace implements Pace {
    @Override
    public Deadlines deadlines(String name) {
      return due.of();
    }

    @Override
    public void atEachStep(Runnable look) {
      steps.add(look);
    }

    @Override
    public Runnable counted(Runnable work) {
      return activity.counted(work);
    }

    @Override
    public Runnable origin(Runnable counted) {
      return activity.origin(counted);
    }

    @Override
    public void forget(Runnable counted) {
      activity.forget(counted);
    }

    @Override
    public ExecutorService counting(ExecutorService threads) {
      return new CountingExecutor(threads, activity);
    }
  }

  private final class ManualClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return new Zoned(this, zone);
    }

    @Override
    public Instant instant() {
      return BEGINNING.plusNanos(nanos - ORIGIN);
    }
  }

  /** The same moments with another zone. */
  private static final class Zoned extends Clock {
    private final Clock moments;
    private final ZoneId zone;

    Zoned(Clock moments, ZoneId zone) {
      this.moments = moments;
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new Zoned(moments, other);
    }

    @Override
    public Instant instant() {
      return moments.instant();
    }
  }
}
