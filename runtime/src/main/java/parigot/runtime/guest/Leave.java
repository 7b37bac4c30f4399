package parigot.runtime.guest;

import parigot.runtime.machine.Time;

/**
 * Until when a guest may be given events: for ever, but for those that may run on one node or
 * another, which run for as long as most nodes say so. Set by one thread, read by others.
 */
public final class Leave {
  /** That of a guest which stays where it is. */
  public static final Leave FOR_EVER = new Leave();

  private final Time time;
  private volatile long until;

  private Leave() {
    time = null;
    until = Long.MAX_VALUE;
  }

  /** One that is over, until it is said how long it lasts. */
  public Leave(Time time) {
    this.time = time;
    this.until = Long.MIN_VALUE;
  }

  /** It lasts until this moment of its time. */
  public void until(long moment) {
    until = moment;
  }

  /** Whether no event may begin now. */
  public boolean isOver() {
    long end = until;
    return end != Long.MAX_VALUE && time.nanos() >= end;
  }
}
