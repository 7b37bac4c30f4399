package parigot.peers;

/**
 * How old what was read is at most, although the two clocks have nothing in common.
 *
 * <p>The difference between when something was read, by the reader's clock, and when it was sent,
 * by the sender's, is the distance of the clocks and the time on the way. What had the least
 * difference was on the way for the least round trip at most, for the second half of that round
 * trip is among what was seen. So a later difference, less the least one, and the least round trip
 * together are at least its time on the way.
 *
 * <p>The clocks drift against each other, so a least difference of hours ago may be too small by
 * seconds. Each one therefore counts as larger the older it is, by more than clocks drift. So what
 * is told is too small by a thousandth of the time since something came quickly, if clocks do not
 * drift.
 */
final class Ages {
  /** A thousandth is what NTP slews two clocks by at most, in opposite directions. */
  private static final long DRIFT_PARTS = 1000;

  private long least;
  private long leastAt;
  private long leastRoundTrip;

  /**
   * Begins with a round trip.
   *
   * @param sentAt when the answer that ended the round trip was sent, by the other clock
   * @param now when it was read
   */
  Ages(long roundTrip, long sentAt, long now) {
    leastRoundTrip = roundTrip;
    least = now - sentAt;
    leastAt = now;
  }

  /** How long ago it was sent at most. */
  long age(long sentAt, long now) {
    long difference = now - sentAt;
    long more = difference - least - (now - leastAt) / DRIFT_PARTS;
    if (more > 0) {
      return more + leastRoundTrip;
    }
    least = difference;
    leastAt = now;
    return leastRoundTrip;
  }

  void roundTrip(long nanos) {
    leastRoundTrip = Math.min(leastRoundTrip, Math.max(0, nanos));
  }
}
