package parigot.actors;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import parigot.runtime.guest.GuestProgram;
import parigot.runtime.machine.Time;

/**
 * Looks at all guests, again and again, for those that are at one event for long: others must run
 * beside them, and those over their limit end. On a platform thread of its own, for a guest that
 * spins may hold every other kind.
 */
final class Watchdog implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /**
   * From one look to the next goes one more period for each so many guests, that to look at them
   * does not take a tenth of a processor.
   */
  private static final int GUESTS_A_PERIOD = 1_000;

  private static final int MOST_PERIODS = 5;

  /** When a second look can tell more of an event. */
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Set<GuestProgram> guests = ConcurrentHashMap.newKeySet();
  private final Alarm alarm = new Alarm("parigot-watchdog");
  private final Pace pace;

  /** How many more periods go by without a look. */
  private int pause;

  /**
   * @param time in which guests have their limits
   */
  Watchdog(Time time) {
    pace = Pace.of(time);
  }

  /** Watches this guest from now on. */
  void watch(GuestProgram guest) {
    guests.add(guest);
  }

  void forget(GuestProgram guest) {
    guests.remove(guest);
  }

  void start() {
    GuestDispatchers.LONG_EVENTS.tell(Carriers.FOR_LONG_EVENTS);
    alarm.every(PERIOD_NANOS, this::look);
    pace.atEachStep(this::lookNow);
  }

  /** Time has gone on at once, and not by itself. */
  private synchronized void lookNow() {
    guests.forEach(this::look);
  }

  private synchronized void look() {
    if (pause > 0) {
      pause--;
    } else {
      guests.forEach(this::look);
      pause = Math.min(guests.size() / GUESTS_A_PERIOD, MOST_PERIODS - 1);
    }
    GuestDispatchers.LONG_EVENTS.look();
  }

  private synchronized void look(GuestProgram guest) {
    if (guest.look()) {
      alarm.after(SOON_NANOS, () -> lookAgain(guest));
    }
  }

  private synchronized void lookAgain(GuestProgram guest) {
    boolean unusedWaitsForTheNextLook = guest.look();
    GuestDispatchers.LONG_EVENTS.look();
  }

  @Override
  public void close() {
    alarm.close();
  }
}
