package parigot.actors;

import java.util.List;
import java.util.Optional;

/**
 * What the guests of an application may take of the heap if all of them take all that their limits
 * allow. Nothing says that they ever do; but where it fits, no guest's limit can harm the others.
 *
 * @param memories the linear memories and tables
 * @param messages parameters, and results that nobody has taken
 * @param names of services and methods
 * @param guests how many there are
 */
record WorstCase(long memories, long messages, long names, int guests) {
  /** What a name of so many bytes may take as texts and in tables, on both sides of the kernel. */
  private static final int NAMES_FACTOR = 4;

  private static final long MEGABYTE = 1 << 20;

  static WorstCase of(List<GuestPlan> plans) {
    long memories = 0;
    long messages = 0;
    long names = 0;
    for (GuestPlan plan : plans) {
      GuestSettings guest = plan.settings();
      memories = sum(memories, plan.module().largestMemory(guest.memoryLimit()));
      // What a call carries is its caller's; a result is counted where it waits.
      messages = sum(messages, sum(guest.callsInFlightMemory(), guest.mailboxMemory()));
      names =
          sum(names, Math.min(guest.namesMemory(), Long.MAX_VALUE / NAMES_FACTOR) * NAMES_FACTOR);
    }
    return new WorstCase(memories, messages, names, plans.size());
  }

  /** Limits may be as large as one likes. */
  private static long sum(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  /** What to tell the operator when all of it is more than this heap, in bytes, can hold. */
  Optional<String> warningIn(long heap) {
    long all = sum(sum(memories, messages), names);
    if (all <= heap) {
      return Optional.empty();
    }
    return Optional.of(
        ("What the guests may take adds up to more than the heap of %,d MiB: %,d MiB of memory (memory-limit), %,d MiB"
                + " of messages (calls-in-flight-memory, mailbox-memory) and %,d MiB of names (names-memory) for %,d"
                + " guests. Lower a limit, or give the JVM more.")
            .formatted(
                heap / MEGABYTE,
                memories / MEGABYTE,
                messages / MEGABYTE,
                names / MEGABYTE,
                guests));
  }
}
