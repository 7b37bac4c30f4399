package parigot.kernel;

import java.time.Duration;

/**
 * The times that the kernel keeps.
 *
 * @param launchTimeout how long after {@code Kernel.start} a guest may wait for what it requires
 * @param callTimeout how long a call may stay unanswered. A guest compiled long ago forgets a call
 *     after 3 s, so it must be less
 * @param exitGrace how long a guest that was asked to end may take before it is ended; zero ends it
 *     at once
 */
public record KernelSettings(Duration launchTimeout, Duration callTimeout, Duration exitGrace) {
  private static final Duration A_GUEST_FORGETS = Duration.ofSeconds(3);

  public KernelSettings {
    positive("launch-timeout", launchTimeout);
    positive("call-timeout", callTimeout);
    if (exitGrace.isNegative()) {
      throw new IllegalArgumentException(
          "exit-grace is %s, expected none or more.".formatted(exitGrace));
    }
    if (callTimeout.compareTo(A_GUEST_FORGETS) >= 0) {
      throw new IllegalArgumentException(
          "call-timeout is %d ms, expected less than %d ms, when guests forget their calls."
              .formatted(callTimeout.toMillis(), A_GUEST_FORGETS.toMillis()));
    }
  }

  /** 10 s to launch, 2.5 s for a call, 1 s to exit. */
  public static KernelSettings defaults() {
    return new KernelSettings(
        Duration.ofSeconds(10), Duration.ofMillis(2500), Duration.ofSeconds(1));
  }

  private static void positive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(
          "%s is %s, expected a positive duration.".formatted(key, value));
    }
  }
}
