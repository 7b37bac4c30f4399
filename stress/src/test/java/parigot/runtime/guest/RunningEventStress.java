package parigot.runtime.guest;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIZ_Result;
import parigot.runtime.Console;
import parigot.runtime.machine.HeapGate;
import parigot.runtime.machine.ProcessorTime;
import parigot.runtime.machine.Time;

/**
 * The watchdog finds that an event takes long while that event ends, and the next begins. What is
 * left then: how many are long, how many permits there are, and whether it found any.
 */
@JCStressTest
@Outcome(
    id = "0, 1, (true|false)",
    expect = ACCEPTABLE,
    desc = "Nothing is long any more, and the permit is there.")
@State
public class RunningEventStress {
  private final LongEvents longEvents = new LongEvents();
  private final EventPermits permits = new EventPermits(1, true, longEvents);
  private final RunningEvent event;

  public RunningEventStress() {
    Time time = new QuickTime();
    event =
        new RunningEvent(
            Duration.ofDays(1),
            new SharedByGuests(
                time,
                Console.to(OutputStream.nullOutputStream()),
                new HeapGate(time::nanos, () -> 0, Long.MAX_VALUE),
                longEvents,
                true),
            Optional.of(permits),
            thread -> ProcessorTime.UNKNOWN);
    boolean has = permits.enter(() -> {});
    event.hasPermit(has);
    event.begin();
  }

  @Actor
  public void guest() {
    long unusedTook = event.end();
    permits.leave();
    event.hasPermit(false);
    event.begin();
    long unusedTookToo = event.end();
  }

  @Actor
  public void watchdog(IIZ_Result left) {
    left.r3 = event.look() == LongEvent.Seen.LONG;
  }

  @Arbiter
  public void afterwards(IIZ_Result left) {
    left.r1 = longEvents.count();
    while (permits.enter(() -> {})) {
      left.r2++;
    }
  }

  /** Whenever somebody looks it is a second later: each event takes long. */
  private static final class QuickTime implements Time {
    private final AtomicLong seconds = new AtomicLong();

    @Override
    public long nanos() {
      return Duration.ofSeconds(seconds.incrementAndGet()).toNanos();
    }

    @Override
    public Clock clock() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void sleep(Duration time) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long await(Lock lock, Condition condition, BooleanSupplier until, long nanos) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T await(CompletableFuture<T> result, long nanos) {
      throw new UnsupportedOperationException();
    }
  }
}
