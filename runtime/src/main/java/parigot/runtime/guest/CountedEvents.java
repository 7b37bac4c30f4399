package parigot.runtime.guest;

import java.util.Optional;
import java.util.function.Supplier;
import parigot.kernel.DurationHistogram;
import parigot.runtime.jfr.GuestEvent;

/**
 * The events of one life of a guest, as they are counted and as the JVM's flight recorder has them.
 * For the guest's thread.
 */
final class CountedEvents {
  private final String guest;
  private final DurationHistogram counts;
  private final Supplier<String> kind;
  private Optional<GuestEvent> recorded = Optional.empty();

  /**
   * @param counts where those of all lives are counted
   * @param kind what the guest is at
   */
  CountedEvents(String guest, DurationHistogram counts, Supplier<String> kind) {
    this.guest = guest;
    this.counts = counts;
    this.kind = kind;
  }

  void begun() {
    if (GuestEvent.isOn()) {
      recorded = Optional.of(GuestEvent.begun());
    }
  }

  /**
   * The event is over.
   *
   * @param nanos how long it took
   */
  void ended(long nanos) {
    counts.record(nanos);
    if (recorded.isPresent()) {
      recorded.get().ended(guest, kind.get());
      recorded = Optional.empty();
    }
  }
}
