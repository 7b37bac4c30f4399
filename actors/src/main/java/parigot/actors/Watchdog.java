package parigot.actors;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks at guests that are at one event for long: has others run beside them, and ends those that
 * are over their limit. It looks at them all, again and again, from a platform thread: a guest that
 * spins may hold every other kind.
 */
final class Watchdog implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Set<GuestProgram> guests = ConcurrentHashMap.newKeySet();
  private final Alarm alarm = new Alarm("parigot-watchdog");

  /** Watches this guest from now on. */
  void watch(GuestProgram guest) {
    guests.add(guest);
  }

  void forget(GuestProgram guest) {
    guests.remove(guest);
  }

  void start() {
    alarm.every(PERIOD_NANOS, () -> guests.forEach(GuestProgram::look));
  }

  @Override
  public void close() {
    alarm.close();
  }
}
