package parigot.guest;

import java.time.Duration;

/** A timer that sets itself again whenever it is due, at a fixed rate. */
final class RepeatingTimer implements Timer {
  private final Clock clock;
  private final long period;
  private final Runnable action;
  private final Logger log;
  private long due;
  private Timer next = () -> {};
  private boolean cancelled;

  private RepeatingTimer(Clock clock, long period, Runnable action, Logger log) {
    this.clock = clock;
    this.period = period;
    this.action = action;
    this.log = log;
    this.due = clock.nanoTime();
  }

  static RepeatingTimer start(Clock clock, Duration period, Runnable action, Logger log) {
    if (period.isZero() || period.isNegative()) {
      throw new IllegalArgumentException("the period is " + period + ", expected a positive one");
    }
    RepeatingTimer timer = new RepeatingTimer(clock, period.toNanos(), action, log);
    timer.setAgain();
    return timer;
  }

  private void setAgain() {
    long now = clock.nanoTime();
    due = Math.max(due + period, now);
    next = clock.after(Duration.ofNanos(due - now), this::run);
  }

  private void run() {
    if (cancelled) {
      return;
    }
    try {
      action.run();
    } catch (Throwable thrown) {
      log.error("what a timer repeats failed", thrown);
    }
    if (!cancelled) {
      setAgain();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    next.cancel();
  }
}
