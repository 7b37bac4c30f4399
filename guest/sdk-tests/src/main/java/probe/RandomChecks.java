package probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Random numbers of a given seed, which are the same everywhere. */
final class RandomChecks {
  private static final int SEED = 42;

  private RandomChecks() {}

  /** A generator of one's own. */
  private static final class Dice extends Random {
    private static final long serialVersionUID = 1;

    private int thrown;

    Dice(long seed) {
      super(seed);
    }

    @Override
    protected int next(int bits) {
      thrown++;
      return super.next(bits);
    }
  }

  static void run(Checks checks) {
    Random random = new Random(SEED);
    checks.that("ints", "-1170105035 234785527", () -> random.nextInt() + " " + random.nextInt());
    checks.that(
        "a power of two as bound", "43 0", () -> random.nextInt(64) + " " + random.nextInt(1));
    checks.that(
        "another bound",
        "662969970 1",
        () -> random.nextInt(1_000_000_007) + " " + random.nextInt(6));
    checks.that("a bound of none", "refused", () -> refusal(() -> random.nextInt(0)));
    checks.that("a range", "-4 5", () -> random.nextInt(-5, 6) + " " + random.nextInt(-8, 8));
    checks.that(
        "the widest range",
        "-1436456258",
        () -> random.nextInt(Integer.MIN_VALUE, Integer.MAX_VALUE));
    checks.that("an empty range", "refused", () -> refusal(() -> random.nextInt(3, 3)));
    checks.that(
        "longs",
        "1684641590762760125 8324226458996739737",
        () -> random.nextLong() + " " + random.nextLong());
    checks.that("booleans", "false false", () -> random.nextBoolean() + " " + random.nextBoolean());
    checks.that("floats", "1060159422", () -> Float.floatToIntBits(random.nextFloat()));
    checks.that(
        "doubles", "4602024060202878324", () -> Double.doubleToLongBits(random.nextDouble()));
    checks.that(
        "Gaussian numbers",
        "-4622478986157394976 4609782849556167858",
        () ->
            Double.doubleToLongBits(random.nextGaussian())
                + " "
                + Double.doubleToLongBits(random.nextGaussian()));
    checks.that("bytes", "[-36, 11, -10, 98, 5, -125, 92]", () -> bytes(random, 7));
    checks.that(
        "a stream",
        "7 6 0 6 0",
        () -> random.ints(5, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
    checks.that("shuffled", "[5, 7, 2, 1, 8, 6, 4, 3]", () -> shuffled(random));
    checks.that("the seed again", "-1170105035 4598659093511159087", () -> again(random));
    checks.that("a generator of one's own", "2 after 2", () -> dice());
  }

  private static String bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return Arrays.toString(bytes);
  }

  private static List<Integer> shuffled(Random random) {
    List<Integer> list = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8));
    Collections.shuffle(list, random);
    return list;
  }

  private static String again(Random random) {
    double unused = random.nextGaussian();
    random.setSeed(SEED);
    return random.nextInt() + " " + Double.doubleToLongBits(random.nextGaussian());
  }

  private static String dice() {
    Dice dice = new Dice(SEED);
    int thrown = dice.nextInt(6);
    boolean unused = dice.nextBoolean();
    return thrown + " after " + dice.thrown;
  }

  private static String refusal(Runnable code) {
    try {
      code.run();
      return "nothing";
    } catch (IllegalArgumentException refused) {
      return "refused";
    }
  }
}
