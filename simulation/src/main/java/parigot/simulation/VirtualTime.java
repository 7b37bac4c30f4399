package parigot.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import parigot.runtime.machine.Time;

/**
 * The time of a simulated application: it stands still while anything is done, and goes on to what
 * is due next. Of the one thread that the application runs in.
 */
final class VirtualTime implements Time {
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  /** Go programs do not run when it is none: they take the clock for broken. */
  private static final long ORIGIN = 1_000_000_000;

  private final Clock clock = new VirtualClock();
  private long nanos = ORIGIN;

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public long nanos() {
    return nanos;
  }

  /** How much has passed since the beginning, in nanoseconds. */
  long passed() {
    return nanos - ORIGIN;
  }

  /** Nothing happens meanwhile: there is no other thread. */
  @Override
  public void sleep(Duration time) {
    nanos += time.toNanos();
  }

  /** It is this late now, if it was not so late already. */
  void reach(long moment) {
    nanos = Math.max(nanos, moment);
  }

  @Override
  public long await(Lock lock, Condition condition, BooleanSupplier until, long atMost) {
    throw new IllegalStateException("There is one thread, and nobody else who could signal it.");
  }

  @Override
  public boolean passesByItself() {
    return false;
  }

  /** What is not there by now does not come before the time is over. */
  @Override
  public <T> T await(CompletableFuture<T> result, long atMost)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!result.isDone()) {
      nanos += atMost;
      throw new TimeoutException();
    }
    return result.get();
  }

  private final class VirtualClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(instant(), zone);
    }

    @Override
    public Instant instant() {
      return BEGINNING.plusNanos(passed());
    }
  }
}
