package parigot.runtime.guest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import parigot.runtime.machine.ProcessorTime;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.HostFunction;

/**
 * The event that a guest is at, or its start: how long it takes, and what others are given of what
 * it holds when it takes long. Used on the guest's thread, but for what the watchdog asks.
 */
final class RunningEvent {
  private final SharedByGuests shared;
  private final Optional<EventPermits> permits;
  private final EventTimer timer;
  private final LongEvent longEvent;
  private final EventLimit limit;
  private volatile boolean isStart = true;
  private final AtomicReference<Work> work = new AtomicReference<>(Work.NONE);

  /** Whether what the guest is at was let in by a permit, which another may have meanwhile. */
  private volatile boolean hasPermit;

  /**
   * Whether the guest is at something, whether others were told that it takes long, and whether one
   * of them was given its permit.
   */
  private enum Work {
    NONE,
    SOME,
    LONG,
    LONG_AND_ASIDE
  }

  /**
   * @param methodLimit how long an event may take
   * @param permits what events have one of; nothing for a guest with a thread of its own
   */
  RunningEvent(Duration methodLimit, SharedByGuests shared, Optional<EventPermits> permits) {
    this(methodLimit, shared, permits, ProcessorTime::of);
  }

  /**
   * @param processorTime for how long a thread had a processor, as {@link LongEvent} asks it
   */
  RunningEvent(
      Duration methodLimit,
      SharedByGuests shared,
      Optional<EventPermits> permits,
      ToLongFunction<Thread> processorTime) {
    this.shared = shared;
    this.permits = permits;
    timer = new EventTimer(shared.time()::nanos);
    boolean passes = shared.time().passesByItself();
    longEvent = new LongEvent(timer, passes, processorTime);
    limit =
        new EventLimit(timer, passes, methodLimit.toNanos(), () -> isStart, shared.longEvents());
  }

  /** Before an event: whether a permit was needed for it. */
  void hasPermit(boolean has) {
    if (hasPermit != has) {
      hasPermit = has;
    }
  }

  void begin() {
    shared.heapGate().pass();
    timer.begin();
    work.setRelease(Work.SOME);
  }

  /** Ends an event, or the start; gives how long it took, in nanoseconds. */
  long end() {
    Work before = work.getAndSet(Work.NONE);
    if (before == Work.LONG || before == Work.LONG_AND_ASIDE) {
      noLonger(before);
    }
    return timer.end();
  }

  /** Whether the start is not over. From any thread. */
  boolean isStart() {
    return isStart;
  }

  /** The start is over. */
  void started() {
    isStart = false;
  }

  /** From the watchdog: whether the event takes long; others are run beside it then. */
  LongEvent.Seen look() {
    boolean mayBeLong = shared.furtherThreads() && work.get() == Work.SOME;
    LongEvent.Seen seen = mayBeLong ? longEvent.look() : LongEvent.Seen.SHORT;
    if (seen == LongEvent.Seen.LONG) {
      stepAside();
    }
    return seen;
  }

  /** From the watchdog: whether the event is over its limit. */
  boolean isOverLimit() {
    return limit.isReached();
  }

  /** Others get the permit and the thread that this guest holds. */
  private void stepAside() {
    boolean gives = hasPermit;
    if (gives) {
      permits.orElseThrow().stepAside();
    }
    Work isLong = gives ? Work.LONG_AND_ASIDE : Work.LONG;
    shared.longEvents().begun();
    if (!work.compareAndSet(Work.SOME, isLong)) {
      noLonger(isLong);
    }
  }

  private void noLonger(Work isLong) {
    shared.longEvents().ended();
    if (isLong == Work.LONG_AND_ASIDE) {
      permits.orElseThrow().stepBack();
    }
  }

  /** What a guest waits for does not count as its own time, and another has its permit. */
  HostFunction pausing(HostFunction function) {
    return request -> {
      timer.pause();
      boolean aside = hasPermit;
      if (aside) {
        permits.orElseThrow().stepAside();
      }
      try {
        return function.call(request);
      } finally {
        if (aside) {
          permits.orElseThrow().stepBack();
        }
        timer.resume();
      }
    };
  }

  /** The world of a guest whose thread others count on: they need not wait for it to wake up. */
  ClockAndRandom steppingAsideToSleep(ClockAndRandom own) {
    return permits.isPresent() && shared.furtherThreads() ? new Shared(own) : own;
  }

  private final class Shared implements ClockAndRandom {
    private final ClockAndRandom own;

    Shared(ClockAndRandom own) {
      this.own = own;
    }

    @Override
    public Instant now() {
      return own.now();
    }

    @Override
    public long monotonicNanos() {
      return own.monotonicNanos();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
      if (work.get() == Work.SOME) {
        stepAside();
      }
      own.sleep(time);
    }

    @Override
    public void random(byte[] bytes) {
      own.random(bytes);
    }
  }
}
