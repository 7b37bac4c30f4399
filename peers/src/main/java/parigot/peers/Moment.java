package parigot.peers;

import java.util.concurrent.TimeUnit;

/**
 * A moment by both clocks. The monotonic one does not count the time for which a machine was
 * suspended, and the wall clock may be set; what either says has passed may have passed.
 */
record Moment(long nanos, long wallMillis) {
  static Moment now() {
    return new Moment(System.nanoTime(), System.currentTimeMillis());
  }

  /** The nanoseconds from then until this moment, at most. */
  long since(Moment then) {
    return Math.max(
        nanos - then.nanos, TimeUnit.MILLISECONDS.toNanos(wallMillis - then.wallMillis));
  }
}
