package parigot.guest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Time that passes when a test says so: for unit tests on a plain Java virtual machine of what has
 * time-outs. While it is open it is the clock of this thread's futures.
 *
 * <pre>{@code
 * try (ManualTime time = ManualTime.open()) {
 *   Future<Integer> answer = new Promise<Integer>().future().withTimeout(Duration.ofSeconds(2));
 *   time.pass(Duration.ofSeconds(2));
 *   assertThat(answer.error()).isPresent();
 * }
 * }</pre>
 */
public final class ManualTime implements AutoCloseable, Clock {
  private final List<Alarm> alarms = new ArrayList<>();
  private long now;

  private ManualTime() {}

  /** Becomes the clock of this thread. */
  public static ManualTime open() {
    ManualTime time = new ManualTime();
    CurrentClock.set(time);
    return time;
  }

  /** Lets time pass: what is due meanwhile happens, in the order of time. */
  public void pass(Duration duration) {
    long end = now + duration.toNanos();
    for (Optional<Alarm> next = nextUntil(end); next.isPresent(); next = nextUntil(end)) {
      now = next.get().due;
      alarms.remove(next.get());
      next.get().action.run();
    }
    now = end;
  }

  /** How many timers are set. */
  public int waiting() {
    return alarms.size();
  }

  private Optional<Alarm> nextUntil(long end) {
    return alarms.stream()
        .filter(alarm -> alarm.due <= end)
        .min(Comparator.comparingLong(alarm -> alarm.due));
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    Alarm alarm = new Alarm(now + Math.max(0, delay.toNanos()), action);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  @Override
  public long nanoTime() {
    return now;
  }

  /** This thread has no clock any more. */
  @Override
  public void close() {
    CurrentClock.set(null);
  }

  private static final class Alarm {
    private final long due;
    private final Runnable action;

    private Alarm(long due, Runnable action) {
      this.due = due;
      this.action = action;
    }
  }
}
