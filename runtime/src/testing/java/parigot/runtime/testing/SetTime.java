package parigot.runtime.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import parigot.runtime.machine.Time;

/**
 * Time that passes when a test says so. Who sleeps wakes up at once, that much later; who waits for
 * something waits until it is there, however long that takes.
 */
public final class SetTime implements Time {
  private final AtomicLong nanos = new AtomicLong();

  /** From now on it is so much later. */
  public void pass(Duration time) {
    long unusedNow = nanos.addAndGet(time.toNanos());
  }

  @Override
  public Clock clock() {
    return Clock.fixed(Instant.ofEpochSecond(0, nanos.get()), ZoneOffset.UTC);
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void sleep(Duration time) {
    pass(time);
  }

  /** In the caller's loop, which knows what it waits for. */
  @SuppressWarnings("WaitNotInLoop")
  @Override
  public long await(Lock lock, Condition condition, BooleanSupplier until, long atMost)
      throws InterruptedException {
    condition.await();
    return atMost;
  }

  @Override
  public <T> T await(CompletableFuture<T> result, long atMost)
      throws InterruptedException, ExecutionException, TimeoutException {
    return result.get();
  }
}
