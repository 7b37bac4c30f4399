package parigot.runtime.machine;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import parigot.kernel.IdSource;
import parigot.wasm.ClockAndRandom;

/**
 * Where an application's random numbers come from: a cryptographic generator, or one with the seed
 * that the configuration names.
 */
public final class Randomness {
  private static final SecureRandom SECURE = new SecureRandom();

  private final Optional<Long> seed;

  public Randomness(Optional<Long> seed) {
    this.seed = seed;
  }

  /** Of one node of several, which must not draw what another does; empty for the only one. */
  public Randomness(Optional<Long> seed, String node) {
    this(node.isEmpty() ? seed : seed.map(value -> mix(value, "node " + node)));
  }

  /** Where the kernel's ids come from. For one thread at a time, as all that has a seed. */
  public IdSource ids() {
    return seed.<IdSource>map(value -> new SplittableRandom(value)::nextLong)
        .orElse(SECURE::nextLong);
  }

  /**
   * Where the ids of the host's own calls come from: not from the kernel's, or each call would
   * change all ids that the kernel makes later.
   */
  public IdSource idsOfHostCalls() {
    return seed.<IdSource>map(value -> new SplittableRandom(mix(value, "host calls"))::nextLong)
        .orElse(SECURE::nextLong);
  }

  /** Where one plugin's random numbers come from. */
  public RandomGenerator generator(String plugin) {
    return seed.<RandomGenerator>map(value -> new LockedGenerator(mix(value, "plugin " + plugin)))
        .orElse(SECURE);
  }

  /**
   * The world of one guest: this time, and chance. Its seed depends on the guest's name, instance
   * and number of starts: guests make their call ids from it, and two that drew the same numbers
   * would collide.
   */
  public ClockAndRandom clockAndRandomOf(Time time, String label, int start) {
    return seed.<ClockAndRandom>map(
            value ->
                new GuestClockAndRandom(
                    time, new SplittableRandom(mix(value, "guest " + label + " start " + start))))
        .orElseGet(() -> new GuestClockAndRandom(time, SECURE));
  }

  /** A seed of its own for each purpose. */
  private static long mix(long seed, String purpose) {
    // Of the raw seed, neighbours would differ in as few bits as the letters of two purposes do.
    long hash = new SplittableRandom(seed).nextLong();
    for (int i = 0; i < purpose.length(); i++) {
      hash = (hash ^ purpose.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  private record GuestClockAndRandom(Time time, RandomGenerator generator)
      implements ClockAndRandom {
    @Override
    public Instant now() {
      return time.clock().instant();
    }

    @Override
    public long monotonicNanos() {
      return time.nanos();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      time.sleep(duration);
    }

    @Override
    public void random(byte[] bytes) {
      generator.nextBytes(bytes);
    }
  }

  /** A seeded generator that several threads may use. */
  private static final class LockedGenerator implements RandomGenerator {
    private final SplittableRandom seeded;

    LockedGenerator(long seed) {
      seeded = new SplittableRandom(seed);
    }

    @Override
    public synchronized long nextLong() {
      return seeded.nextLong();
    }
  }
}
