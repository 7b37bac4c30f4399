package parigot.kernel.rules;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import parigot.kernel.Effect;
import parigot.kernel.NanoTime;

/** Ends the guests that were asked to end, and have not within the time they have for it. */
final class ExitGrace {
  private final Duration grace;
  private final Deadlines deadlines = new Deadlines();

  ExitGrace(Duration grace) {
    this.grace = grace;
  }

  /** The guest has been asked to end. */
  void begin(Guest guest, long now) {
    guest.ending();
    deadlines.putIfAbsent(guest, NanoTime.after(now, grace));
  }

  void ended(Guest guest) {
    deadlines.remove(guest);
  }

  void expire(long now, List<Effect> out) {
    for (Optional<Guest> next = deadlines.takeOver(now);
        next.isPresent();
        next = deadlines.takeOver(now)) {
      next.get().kill(tooSlow(), out);
    }
  }

  /** Why a guest is ended that did not end by itself. */
  String tooSlow() {
    return "it did not end within %s.".formatted(print());
  }

  /** For a person. */
  String print() {
    return NanoTime.print(grace);
  }

  /** When all have had this time who have it from now on. */
  long end(long now) {
    return NanoTime.after(now, grace);
  }

  OptionalLong nextDeadline() {
    return deadlines.next();
  }

  boolean isEmpty() {
    return deadlines.isEmpty();
  }
}
