package parigot.runtime.machine;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import parigot.kernel.IdSource;
import parigot.wasm.World;

/**
 * Where an application's random numbers come from: a cryptographic generator, or one with the seed
 * that the configuration names.
 */
public final class Chance {
  private static final SecureRandom SECURE = new SecureRandom();

  private final Optional<Long> seed;

  public Chance(Optional<Long> seed) {
    this.seed = seed;
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
   * The world of one guest. Its seed depends on the guest's name, instance and number of starts:
   * guests make their call ids from it, and two that drew the same numbers would collide.
   */
  public World worldOf(String label, int start) {
    World machine = World.ofThisMachine();
    return seed.<World>map(
            value ->
                new SeededWorld(
                    machine,
                    new SplittableRandom(mix(value, "guest " + label + " start " + start))))
        .orElse(machine);
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

  /** The machine's time, and chance from a seed. */
  private record SeededWorld(World machine, SplittableRandom seeded) implements World {
    @Override
    public Instant now() {
      return machine.now();
    }

    @Override
    public long monotonicNanos() {
      return machine.monotonicNanos();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
      machine.sleep(time);
    }

    @Override
    public void random(byte[] bytes) {
      seeded.nextBytes(bytes);
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
