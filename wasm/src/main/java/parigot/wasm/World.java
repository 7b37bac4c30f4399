package parigot.wasm;

import java.time.Duration;
import java.time.Instant;

/**
 * All that a guest can learn from outside itself without asking a service: the time and chance. One
 * implementation reads the machine's; a test or a replay gives its own, and then two runs of a
 * guest leave identical memories.
 */
public interface World {

  /** The time of day. */
  Instant now();

  /** A clock that only goes forward, in nanoseconds, from an origin of its own. */
  long monotonicNanos();

  /**
   * Waits for this long.
   *
   * @throws InterruptedException when the guest is being ended
   */
  void sleep(Duration time) throws InterruptedException;

  /** Fills the array with random bytes. */
  void random(byte[] bytes);
}
