package parigot.wasm;

import java.time.Duration;
import java.time.Instant;

/**
 * All that a guest can learn from outside itself without asking a service: the time and chance. One
 * implementation reads the machine's, {@link #ofThisMachine()}; a test or a replay gives its own,
 * and then two runs of a guest leave identical memories.
 *
 * <p>It is called on the guest's thread, and by as many guests at once as it is given to.
 */
public interface ClockAndRandom {

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

  /** The machine's own clocks and its cryptographic random generator. */
  static ClockAndRandom ofThisMachine() {
    return MachineClockAndRandom.INSTANCE;
  }
}
