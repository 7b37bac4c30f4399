package parigot.runtime.guest;

import java.util.concurrent.TimeUnit;
import org.slf4j.event.Level;
import parigot.plugin.GuestLog;
import parigot.plugin.TokenBucket;
import parigot.runtime.machine.Time;

/**
 * How much one guest may write into the log: so many bytes at once, and as many more in each
 * second. What is over is refused and counted, and the count logged as soon as something passes
 * again. Used on the guest's thread only.
 */
final class OutputLimit {
  private final String label;
  private final long bytesPerSecond;
  private final TokenBucket bytes;
  private final Time time;

  OutputLimit(String label, long bytesPerSecond, Time time) {
    this.time = time;
    this.label = label;
    this.bytesPerSecond = bytesPerSecond;
    bytes = new TokenBucket(bytesPerSecond, bytesPerSecond, nowMillis());
  }

  /** Whether so many bytes more may pass. */
  boolean passes(int count) {
    boolean may = bytes.passes(count, nowMillis());
    if (may) {
      report();
    }
    return may;
  }

  private long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(time.nanos());
  }

  /** Logs how much was refused since the last time, if anything was. */
  void report() {
    long refused = bytes.takeRefused();
    if (refused > 0) {
      GuestLog.log(
          label,
          Level.WARN,
          "%d bytes of output were refused: it writes more than its output-limit of %d bytes a second."
              .formatted(refused, bytesPerSecond));
    }
  }
}
