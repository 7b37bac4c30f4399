package parigot.kernel;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How long calls may wait for their answers, where it is not what the application says for all.
 *
 * @param patient whether the guest's own calls may wait for longer than the application's time-out.
 *     A guest that blocks in {@code read_one_} may have been compiled long ago, and then forgets
 *     its calls after 3 s
 * @param toGuest for the calls to the guest
 * @param toServices for the calls to some of its services, before {@code toGuest}: by names as
 *     {@link NamePatterns} has them. Of several that match the longest time counts
 */
public record CallTimeouts(
    boolean patient, Optional<Duration> toGuest, Map<String, Duration> toServices) {

  /** No call may wait for longer, whoever asks for it. */
  public static final Duration LONGEST = Duration.ofHours(1);

  /** As the application says, for the calls to the guest and for its own. */
  public static final CallTimeouts OF_THE_APPLICATION =
      new CallTimeouts(false, Optional.empty(), Map.of());

  /** As the application says for the calls to the guest; its own may wait for longer. */
  public static final CallTimeouts PATIENT = new CallTimeouts(true, Optional.empty(), Map.of());

  public CallTimeouts {
    requireNonNull(toGuest);
    toServices = Map.copyOf(toServices);
    toGuest.ifPresent(timeout -> requireValid("calls to the guest", timeout));
    toServices.forEach(
        (name, timeout) -> {
          if (!NamePatterns.isValid(name)) {
            throw new IllegalArgumentException(
                "%s is no name of a service, nor the begin of one and a star.".formatted(name));
          }
          requireValid("calls to " + name, timeout);
        });
  }

  private static void requireValid(String what, Duration timeout) {
    if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "The time-out of %s is %s, expected more than none and at most %s."
              .formatted(what, NanoTime.print(timeout), NanoTime.print(LONGEST)));
    }
  }

  /** The same, with this said of the guest's own calls. */
  public CallTimeouts patient(boolean isPatient) {
    return new CallTimeouts(isPatient, toGuest, toServices);
  }

  /** What is said for this service alone. */
  public Optional<Duration> toService(ServiceName name) {
    return toServices.entrySet().stream()
        .filter(entry -> NamePatterns.matches(entry.getKey(), name))
        .map(Map.Entry::getValue)
        .max(Duration::compareTo);
  }
}
