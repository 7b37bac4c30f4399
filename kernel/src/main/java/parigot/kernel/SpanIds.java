package parigot.kernel;

/**
 * Makes ids of spans and traces from what no two calls have in common: nothing here is drawn, so
 * the same calls have the same ids again.
 */
public final class SpanIds {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private SpanIds() {}

  /**
   * An id for a call of this host.
   *
   * @param which 0 for a span, others for more ids of the same call
   */
  public static long of(Id host, long callHigh, long callLow, int which) {
    long mixed = mix(mix(mix(mix(host.high()) + host.low()) + callHigh) + callLow + which);
    return mixed == 0 ? GOLDEN : mixed;
  }

  /** As the generator SplitMix64 does with each of its numbers. */
  private static long mix(long number) {
    long mixed = number + GOLDEN;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
