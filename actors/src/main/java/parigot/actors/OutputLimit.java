package parigot.actors;

import org.slf4j.event.Level;
import parigot.plugin.GuestLog;

/**
 * How much one guest may write into the log: so many bytes at once, and as many more in each
 * second. What is over is refused and counted, and the count logged as soon as something passes
 * again. Used on the guest's thread only.
 */
final class OutputLimit {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final String label;
  private final long bytesPerSecond;
  private long left;
  private long refilledAt;
  private long refused;

  OutputLimit(String label, long bytesPerSecond) {
    this.label = label;
    this.bytesPerSecond = bytesPerSecond;
    left = bytesPerSecond;
    refilledAt = System.nanoTime();
  }

  /** Whether so many bytes more may pass. */
  boolean passes(int bytes) {
    refill();
    if (bytes > left) {
      refused += bytes;
      return false;
    }
    left -= bytes;
    report();
    return true;
  }

  private void refill() {
    long now = System.nanoTime();
    double passed = Math.min(1.0, (double) (now - refilledAt) / NANOS_PER_SECOND);
    long more = (long) (passed * bytesPerSecond);
    if (more > 0) {
      left = Math.min(bytesPerSecond, left + more);
      refilledAt = now;
    }
  }

  /** Logs how much was refused since the last time, if anything was. */
  void report() {
    if (refused > 0) {
      GuestLog.log(
          label,
          Level.WARN,
          "%d bytes of output were refused: it writes more than its output-limit of %d bytes a second."
              .formatted(refused, bytesPerSecond));
      refused = 0;
    }
  }
}
