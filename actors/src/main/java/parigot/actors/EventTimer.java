package parigot.actors;

/**
 * How long a guest has been at its current event. Written on the guest's thread; the watchdog reads
 * it from another. Time that the guest waits for a plugin does not count.
 */
final class EventTimer {
  /** Nothing is going on. A real begin is never this value. */
  private static final long IDLE = Long.MIN_VALUE;

  private volatile long begun = IDLE;
  private volatile long pausedAt = IDLE;
  private volatile long paused;

  void begin() {
    paused = 0;
    begun = System.nanoTime();
  }

  /** Ends the event; gives how long it took, in nanoseconds. */
  long end() {
    long took = elapsed();
    begun = IDLE;
    return took;
  }

  /** The guest waits for a plugin. */
  void pause() {
    pausedAt = System.nanoTime();
  }

  /** The plugin has answered. */
  void resume() {
    // One thread writes; the volatile is for the one that reads.
    long before = paused;
    paused = before + System.nanoTime() - pausedAt;
    pausedAt = IDLE;
  }

  /** How long the event has taken so far, in nanoseconds; 0 between two events. */
  long elapsed() {
    long from = begun;
    if (from == IDLE) {
      return 0;
    }
    long waitingSince = pausedAt;
    long until = waitingSince == IDLE ? System.nanoTime() : waitingSince;
    return until - from - paused;
  }
}
