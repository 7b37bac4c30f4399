package parigot.runtime.machine;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;

/** The time as the machine has it. */
final class MachineTime implements Time {
  static final MachineTime INSTANCE = new MachineTime();

  private final long origin = System.nanoTime();
  private final Clock clock = Clock.systemUTC();

  private MachineTime() {}

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public long nanos() {
    return System.nanoTime() - origin;
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }

  /** In the caller's loop, which knows what it waits for. */
  @SuppressWarnings("WaitNotInLoop")
  @Override
  public long await(Lock lock, Condition condition, BooleanSupplier until, long nanos)
      throws InterruptedException {
    if (nanos == Long.MAX_VALUE) {
      condition.await();
      return nanos;
    }
    return condition.awaitNanos(nanos);
  }

  @Override
  public <T> T await(CompletableFuture<T> result, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    return result.get(nanos, TimeUnit.NANOSECONDS);
  }
}
