package parigot.maven;

import java.util.random.RandomGenerator;

/**
 * What {@code java.util.Random} is in a guest, compiled into it: the same seed gives the same
 * numbers as on a JVM. The algorithms are those that the documentation of {@code java.util.Random}
 * prescribes.
 */
class SeededRandom implements RandomGenerator {
  private static final int BITS = 48;
  private static final long MASK = (1L << BITS) - 1;
  private static final long MULTIPLIER = 0x5DEECE66DL;
  private static final long INCREMENT = 0xBL;

  private long seed;
  private double next;
  private boolean hasNext;

  /** With a seed from the host. */
  SeededRandom() {
    seed = (long) (Math.random() * (1L << BITS));
  }

  SeededRandom(long seed) {
    this.seed = scrambled(seed);
  }

  /** Begins again, with this seed. */
  public void setSeed(long seed) {
    this.seed = scrambled(seed);
    hasNext = false;
  }

  private static long scrambled(long seed) {
    return (seed ^ MULTIPLIER) & MASK;
  }

  /** The next bits, at most 32. */
  protected int next(int bits) {
    seed = (seed * MULTIPLIER + INCREMENT) & MASK;
    return (int) (seed >>> (BITS - bits));
  }

  @Override
  public void nextBytes(byte[] bytes) {
    int number = 0;
    for (int i = 0; i < bytes.length; i++) {
      number = i % Integer.BYTES == 0 ? nextInt() : number >> Byte.SIZE;
      bytes[i] = (byte) number;
    }
  }

  @Override
  public int nextInt() {
    return next(Integer.SIZE);
  }

  @Override
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive");
    }
    if ((bound & -bound) == bound) {
      return (int) ((bound * (long) next(Integer.SIZE - 1)) >> (Integer.SIZE - 1));
    }
    int bits = next(Integer.SIZE - 1);
    int number = bits % bound;
    // The last, incomplete run of numbers would make the small ones more likely.
    while (bits - number + (bound - 1) < 0) {
      bits = next(Integer.SIZE - 1);
      number = bits % bound;
    }
    return number;
  }

  @Override
  public int nextInt(int origin, int bound) {
    if (origin >= bound) {
      throw new IllegalArgumentException("bound must be greater than origin");
    }
    int size = bound - origin;
    int number = nextInt();
    if (size <= 0) {
      while (number < origin || number >= bound) {
        number = nextInt();
      }
      return number;
    }
    if ((size & (size - 1)) == 0) {
      return (number & (size - 1)) + origin;
    }
    int bits = number >>> 1;
    number = bits % size;
    while (bits + (size - 1) - number < 0) {
      bits = nextInt() >>> 1;
      number = bits % size;
    }
    return number + origin;
  }

  @Override
  public long nextLong() {
    return ((long) next(Integer.SIZE) << Integer.SIZE) + next(Integer.SIZE);
  }

  @Override
  public long nextLong(long bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive");
    }
    return nextLong(0, bound);
  }

  @Override
  public long nextLong(long origin, long bound) {
    if (origin >= bound) {
      throw new IllegalArgumentException("bound must be greater than origin");
    }
    long size = bound - origin;
    long number = nextLong();
    if ((size & (size - 1)) == 0) {
      return (number & (size - 1)) + origin;
    }
    if (size < 0) {
      while (number < origin || number >= bound) {
        number = nextLong();
      }
      return number;
    }
    long bits = number >>> 1;
    number = bits % size;
    while (bits + (size - 1) - number < 0) {
      bits = nextLong() >>> 1;
      number = bits % size;
    }
    return number + origin;
  }

  @Override
  public boolean nextBoolean() {
    return next(1) != 0;
  }

  @Override
  public float nextFloat() {
    return next(24) * 0x1.0p-24f;
  }

  @Override
  public double nextDouble() {
    return (((long) next(26) << 27) + next(27)) * 0x1.0p-53;
  }

  @Override
  public double nextGaussian() {
    if (hasNext) {
      hasNext = false;
      return next;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * nextDouble() - 1;
      y = 2 * nextDouble() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = Math.sqrt(-2 * Math.log(square) / square);
    next = y * factor;
    hasNext = true;
    return x * factor;
  }
}
