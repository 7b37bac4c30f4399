package parigot.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts how long things took, in four buckets for each doubling, from a quarter of a microsecond
 * to more than two hours. It takes no lock and makes no object for what it counts.
 *
 * <p>One thread at a time may {@link #record}, and what orders these threads is its owner's to say;
 * any thread may take a {@link #snapshot}, which misses at most what is being recorded just then.
 */
public final class DurationHistogram {
  private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle SUM;

  static {
    try {
      SUM = MethodHandles.lookup().findVarHandle(DurationHistogram.class, "sum", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long[] counts = new long[Durations.BUCKETS];

  @SuppressWarnings("unused") // Through its handle.
  private long sum;

  /**
   * Counts one.
   *
   * @param nanos how long it took; less than 0 counts as 0
   */
  public void record(long nanos) {
    long took = Math.max(0, nanos);
    int bucket = Durations.bucket(took);
    COUNTS.setOpaque(counts, bucket, (long) COUNTS.getOpaque(counts, bucket) + 1);
    SUM.setOpaque(this, (long) SUM.getOpaque(this) + took);
  }

  /** What was counted until now. */
  public Durations snapshot() {
    long[] copy = new long[counts.length];
    for (int bucket = 0; bucket < copy.length; bucket++) {
      copy[bucket] = (long) COUNTS.getOpaque(counts, bucket);
    }
    return new Durations(copy, (long) SUM.getOpaque(this));
  }
}
