package parigot.actors;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import parigot.kernel.DurationHistogram;
import parigot.runtime.guest.GuestProgram;

/**
 * The last life of each guest that was begun, and the events of all. Written by the kernel's
 * thread, read by any.
 */
final class Lives {
  private final Map<String, Life> byLabel = new ConcurrentHashMap<>();
  private final Map<String, DurationHistogram> events = new ConcurrentHashMap<>();

  /**
   * @param restarts how many lives the guest had before
   */
  record Life(int restarts, GuestProgram program) {}

  /** Where the events of all lives of a guest are counted, by the thread that runs it. */
  DurationHistogram events(String label) {
    return events.computeIfAbsent(label, unused -> new DurationHistogram());
  }

  void begun(String label, int restarts, GuestProgram program) {
    byLabel.put(label, new Life(restarts, program));
  }

  Optional<Life> of(String label) {
    return Optional.ofNullable(byLabel.get(label));
  }
}
