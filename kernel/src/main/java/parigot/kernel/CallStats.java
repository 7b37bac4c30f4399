package parigot.kernel;

import java.util.Map;

/**
 * What became of the calls of one guest to one method, over all lives of both, until one moment.
 * Calls that wait are not counted yet.
 *
 * @param caller the calling guest, as logs of its node have it
 * @param service the first name that the service exports, or what it calls itself
 * @param method the method's name
 * @param durations how long they waited, from the kernel's taking of the call to its answer; no
 *     entry for what never happened
 * @param requestBytes how many bytes their parameters had together
 * @param responseBytes how many bytes their results had together
 */
public record CallStats(
    String caller,
    String service,
    String method,
    Map<CallOutcome, Durations> durations,
    long requestBytes,
    long responseBytes) {

  /** Stands for the method of a service, or the service, that the kernel does not know. */
  public static final String UNKNOWN = "(unknown)";

  /** Stands for all others, when there are too many to count each by itself. */
  public static final String OTHER = "(other)";

  /** How many there were. */
  public long count() {
    return durations.values().stream().mapToLong(Durations::count).sum();
  }
}
