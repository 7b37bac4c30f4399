package parigot.actors;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks at all guests, again and again, for those that are at one event for long: others must run
 * beside them, and those over their limit end. On a platform thread of its own, for a guest that
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
