package parigot.plugin.log;

/**
 * How many lines one guest may log: so many at once, and so many a second in the long run. Counts
 * what it does not let through. From any thread.
 */
final class FloodLimit {
  private static final long MILLIS = 1000;

  private final int linesPerSecond;
  private final int burst;

  /** Thousandths of lines that may pass now, so that slow rates lose nothing to rounding. */
  private long budget;

  private long last;
  private long cut;

  FloodLimit(int linesPerSecond, int burst, long nowMillis) {
    this.linesPerSecond = linesPerSecond;
    this.burst = burst;
    this.budget = burst * MILLIS;
    this.last = nowMillis;
  }

  /** Whether one more line may pass; if not, it has been counted. */
  synchronized boolean passes(long nowMillis) {
    // A wall clock may be set back; the time until it is where it was counts as none.
    long passed = Math.min(Math.max(0, nowMillis - last), burst * MILLIS);
    last = nowMillis;
    budget = Math.min(burst * MILLIS, budget + passed * linesPerSecond);
    if (budget < MILLIS) {
      cut++;
      return false;
    }
    budget -= MILLIS;
    return true;
  }

  /** How many lines were cut since this was last asked. */
  synchronized long takeCut() {
    long taken = cut;
    cut = 0;
    return taken;
  }
}
