package parigot.kernel.rules;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parigot.kernel.Effect;
import parigot.kernel.NanoTime;

/** Ends the guests that were started again, and do not launch within the time they have for it. */
final class RelaunchTimeouts {
  private final Duration timeout;

  /** Those that are not at their start. */
  private final Deadlines launching = new Deadlines();

  /** Those that are at their start, which may take longer than to launch then. */
  private final Deadlines starting = new Deadlines();

  RelaunchTimeouts(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * @param began when this life of the guest began
   */
  void admitted(Guest guest, long began) {
    launching.put(guest, NanoTime.after(began, timeout));
  }

  void starting(Guest guest, long now) {
    if (launching.remove(guest)) {
      starting.put(guest, NanoTime.after(now, timeout.multipliedBy(Launches.PATIENCE)));
    }
  }

  void started(Guest guest, long now) {
    if (starting.remove(guest) && !guest.isLaunched()) {
      launching.put(guest, NanoTime.after(now, timeout));
    }
  }

  /** The guest has launched, or has ended. */
  void over(Guest guest) {
    launching.remove(guest);
    starting.remove(guest);
  }

  /** Its launch was refused. Nothing, when it is none of these. */
  void refused(Guest guest, List<Effect> out) {
    if (launching.remove(guest) || starting.remove(guest)) {
      end(guest, out);
    }
  }

  void expire(long now, List<Effect> out) {
    expire(launching, now, out);
    expire(starting, now, out);
  }

  private void expire(Deadlines deadlines, long now, List<Effect> out) {
    for (Optional<Guest> next = deadlines.takeOver(now);
        next.isPresent();
        next = deadlines.takeOver(now)) {
      end(next.get(), out);
    }
  }

  private void end(Guest guest, List<Effect> out) {
    guest.fail(
        "it did not launch within %s: %s."
            .formatted(NanoTime.print(timeout), Launches.whatIsMissing(guest)),
        out);
  }

  OptionalLong nextDeadline() {
    return NanoTime.earlier(launching.next(), starting.next());
  }

  boolean isEmpty() {
    return launching.isEmpty() && starting.isEmpty();
  }
}
