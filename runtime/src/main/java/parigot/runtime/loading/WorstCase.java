package parigot.runtime.loading;

import java.util.List;
import java.util.Optional;
import parigot.runtime.guest.GuestPlan;
import parigot.runtime.settings.GuestSettings;

/**
 * What the guests of an application may take of the heap if all of them take all that their limits
 * allow. Nothing says that they ever do; but where it fits, no guest's limit can harm the others.
 *
 * @param memories the linear memories and tables
 * @param messages parameters, results that nobody has taken, and what is kept with each
 * @param names of services and methods
 * @param guests how many there are
 */
record WorstCase(long memories, long messages, long names, int guests) {
  static final WorstCase NONE = new WorstCase(0, 0, 0, 0);

  /** What is kept of a call, a timer or an event beside its parameter or result. */
  static final int RECORD = 512;

  /** What a name of so many bytes may take as texts and in tables, on both sides of the kernel. */
  private static final int NAMES_FACTOR = 4;

  private static final long MEGABYTE = 1 << 20;

  static WorstCase of(List<GuestPlan> plans) {
    WorstCase result = NONE;
    for (GuestPlan plan : plans) {
      GuestSettings guest = plan.settings();
      result = result.with(guest, plan.code().largestMemory(guest.memoryLimit()));
    }
    return result;
  }

  /**
   * The same with one more instance of a guest.
   *
   * @param memory what its memory may grow to
   */
  WorstCase with(GuestSettings guest, long memory) {
    // A parameter is its caller's until the call is resolved, and after a time-out still the
    // callee's. A result is the caller's, whose mailbox-memory allows as much of these once more.
    long all = sum(guest.callsInFlightMemory(), times(2, guest.mailboxMemory()));
    long records = RECORD * ((long) guest.callsInFlight() + 2L * guest.mailbox());
    return new WorstCase(
        sum(memories, memory),
        sum(messages, sum(all, records)),
        sum(names, times(NAMES_FACTOR, guest.namesMemory())),
        guests + 1);
  }

  /** Limits may be as large as one likes. */
  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  private static long times(int factor, long size) {
    return size > Long.MAX_VALUE / factor ? Long.MAX_VALUE : factor * size;
  }

  /** What to tell the operator when all of it is more than this heap, in bytes, can hold. */
  Optional<String> warningIn(long heap) {
    long all = sum(sum(memories, messages), names);
    if (all <= heap) {
      return Optional.empty();
    }
    return Optional.of(
        ("What the guests may take adds up to more than the heap of %,d MiB: %,d MiB of memory (memory-limit), %,d MiB"
                + " of messages (calls-in-flight-memory, mailbox-memory twice, calls-in-flight, mailbox) and %,d MiB of"
                + " names (names-memory) for %,d guests. Lower a limit, or give the JVM more.")
            .formatted(
                heap / MEGABYTE,
                memories / MEGABYTE,
                messages / MEGABYTE,
                names / MEGABYTE,
                guests));
  }
}
