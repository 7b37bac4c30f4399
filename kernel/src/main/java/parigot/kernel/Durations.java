package parigot.kernel;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * How long things took, as a {@link DurationHistogram} had counted it at one moment. Bounds of
 * buckets belong to the bucket below them.
 */
@API(status = API.Status.MAINTAINED)
public final class Durations {
  /** Nothing was counted. */
  public static final Durations NONE = new Durations(new long[0], 0);

  /** How many buckets there are. */
  static final int BUCKETS = 140;

  private static final long UNIT = 250;
  private static final int PARTS = 4;

  /** The longest time that has a bucket of its own, in units: more falls into the last one. */
  private static final long MOST_UNITS = (1L << 36) - 1;

  private final long[] counts;
  private final long sum;
  private final long count;

  Durations(long[] counts, long sum) {
    this.counts = counts;
    this.sum = sum;
    this.count = Arrays.stream(counts).sum();
  }

  /**
   * Those of which another told.
   *
   * @param counts as {@link #counts} gave them
   * @param total as {@link #total} gave it
   * @throws IllegalArgumentException when there are more buckets than there can be
   */
  public static Durations of(List<Long> counts, Duration total) {
    if (counts.size() > BUCKETS) {
      throw new IllegalArgumentException(
          "There are %d buckets, and no more than %d can be.".formatted(counts.size(), BUCKETS));
    }
    return new Durations(counts.stream().mapToLong(Long::longValue).toArray(), total.toNanos());
  }

  /** Which bucket so many nanoseconds belong to. */
  static int bucket(long nanos) {
    long units = Math.min((nanos - 1) / UNIT, MOST_UNITS);
    if (units < PARTS) {
      return (int) units;
    }
    int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(units);
    return PARTS * (doubling - 1) + (int) (units >>> (doubling - 2)) % PARTS;
  }

  /** The longest time that belongs to a bucket, in nanoseconds. */
  static long upperBound(int bucket) {
    if (bucket < PARTS) {
      return (bucket + 1) * UNIT;
    }
    int doubling = bucket / PARTS + 1;
    return ((PARTS + bucket % PARTS + 1L) << (doubling - 2)) * UNIT;
  }

  /** How many were counted. */
  public long count() {
    return count;
  }

  /** How long all of them took together. */
  public Duration total() {
    return Duration.ofNanos(sum);
  }

  /**
   * How many are in each bucket, from that of the shortest on; buckets left out at the end have
   * none.
   */
  public List<Long> counts() {
    int used = counts.length;
    while (used > 0 && counts[used - 1] == 0) {
      used--;
    }
    return Arrays.stream(counts, 0, used).boxed().toList();
  }

  /**
   * How many took no longer than this.
   *
   * @param limit a microsecond times a power of two, which is a bound of a bucket; for another it
   *     is the bound below
   */
  public long upTo(Duration limit) {
    long nanos = limit.toNanos();
    long sum = 0;
    for (int bucket = 0; bucket < counts.length && upperBound(bucket) <= nanos; bucket++) {
      sum += counts[bucket];
    }
    return sum;
  }

  /**
   * How long the slowest took of this part of them, the fastest ones, off by a quarter at most.
   * Empty when none was counted.
   *
   * @param part between 0 and 1: 0.5 for the median
   */
  public Optional<Duration> quantile(double part) {
    if (count == 0) {
      return Optional.empty();
    }
    double rank = Math.max(1, part * count);
    long below = 0;
    int bucket = 0;
    while (bucket < counts.length - 1 && below + counts[bucket] < rank) {
      below += counts[bucket];
      bucket++;
    }
    long from = bucket == 0 ? 0 : upperBound(bucket - 1);
    long to = upperBound(bucket);
    double within = counts[bucket] == 0 ? 0 : Math.min(1, (rank - below) / counts[bucket]);
    return Optional.of(Duration.ofNanos(from + Math.round(within * (to - from))));
  }

  /** What was counted since. */
  public Durations since(Durations earlier) {
    long[] more = counts.clone();
    for (int bucket = 0; bucket < Math.min(more.length, earlier.counts.length); bucket++) {
      more[bucket] -= earlier.counts[bucket];
    }
    return new Durations(more, sum - earlier.sum);
  }

  /** Those of both. */
  public Durations and(Durations others) {
    long[] both = Arrays.copyOf(counts, Math.max(counts.length, others.counts.length));
    for (int bucket = 0; bucket < others.counts.length; bucket++) {
      both[bucket] += others.counts[bucket];
    }
    return new Durations(both, sum + others.sum);
  }
}
