package parigot.plugin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the host's own code may say of a call beside its request.
 *
 * @param timeout how long it may wait for its answer, before what the configuration says: more than
 *     none, and at most an hour counts
 * @param isMost whether what the configuration says counts all the same where it is less
 * @param headers what the called service may read of it, such as a W3C {@code traceparent}: some
 *     4,000 bytes together
 * @param client for whom it is made, as the called service may read too
 * @param trace of which trace it is a part, with all that comes of it
 */
public record CallOptions(
    Optional<Duration> timeout,
    boolean isMost,
    Map<String, String> headers,
    Optional<OutsideClient> client,
    Optional<TraceParent> trace) {
  /** Nothing is said. */
  public static final CallOptions NONE =
      new CallOptions(Optional.empty(), false, Map.of(), Optional.empty(), Optional.empty());

  /**
   * @throws IllegalArgumentException when the time-out is none
   */
  public CallOptions {
    if (timeout.isPresent() && (timeout.get().isZero() || timeout.get().isNegative())) {
      throw new IllegalArgumentException(
          "The time-out of a call is %s, expected more than none.".formatted(timeout.get()));
    }
    headers = Map.copyOf(headers);
  }

  /** The same with this time-out. */
  public CallOptions withTimeout(Duration time) {
    return new CallOptions(Optional.of(time), false, headers, client, trace);
  }

  /** The same with this time-out where the configuration does not say less. */
  public CallOptions withinAtMost(Duration time) {
    return new CallOptions(Optional.of(time), true, headers, client, trace);
  }

  /** The same with this header, in the place of one of that name. */
  public CallOptions withHeader(String name, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(name, value);
    return new CallOptions(timeout, isMost, all, client, trace);
  }

  /** The same for this client. */
  public CallOptions withClient(OutsideClient whom) {
    return new CallOptions(timeout, isMost, headers, Optional.of(whom), trace);
  }

  /** The same as a part of this trace. */
  public CallOptions withTrace(TraceParent parent) {
    return new CallOptions(timeout, isMost, headers, client, Optional.of(parent));
  }
}
