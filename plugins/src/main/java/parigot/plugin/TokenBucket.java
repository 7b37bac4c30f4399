package parigot.plugin;

/**
 * How much may pass: so much at once, and so much a second in the long run. Counts what it does not
 * let through. From any thread.
 */
public final class TokenBucket {
  private static final long MILLIS = 1000;

  private final long perSecond;
  private final long full;

  /** Thousandths of what may pass now, so that slow rates lose nothing to rounding. */
  private long budget;

  private long last;
  private long refused;

  /**
   * A full one.
   *
   * @param perSecond what may pass in a second, one or more
   * @param atOnce what may pass at once after a pause
   * @param nowMillis the time, of the clock that all later times are of
   */
  public TokenBucket(long perSecond, long atOnce, long nowMillis) {
    this.perSecond = perSecond;
    this.full = Math.min(atOnce, Long.MAX_VALUE / MILLIS) * MILLIS;
    this.budget = full;
    this.last = nowMillis;
  }

  /** Whether so much more may pass; if not, it has been counted. */
  public synchronized boolean passes(long amount, long nowMillis) {
    // A wall clock may be set back; the time until it is where it was counts as none.
    long passed = Math.max(0, nowMillis - last);
    last = nowMillis;
    budget =
        passed > (full - budget) / perSecond ? full : Math.min(full, budget + passed * perSecond);
    if (amount > budget / MILLIS) {
      refused += amount;
      return false;
    }
    budget -= amount * MILLIS;
    return true;
  }

  /** How much was not let through since this was last asked. */
  public synchronized long takeRefused() {
    long taken = refused;
    refused = 0;
    return taken;
  }
}
