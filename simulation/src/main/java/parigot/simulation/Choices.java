package parigot.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import parigot.runtime.machine.Randomness;

/**
 * All that is left open in a run, as it is asked for: a list of small numbers. 0 is always the
 * plain choice: the oldest event first, no delay, no fault. A run with the same list is the same
 * run.
 */
final class Choices {
  /** What a number decides. */
  enum Question {
    /** Which of several events that may be next is. */
    ORDER,
    /** How long something is under way. */
    DELAY,
    /** Whether something goes wrong. */
    FAULT
  }

  private final Source source;
  private int[] made = new int[64];
  private int count;

  private Choices(Source source) {
    this.source = source;
  }

  /** Where numbers come from. */
  private interface Source {
    int next(Question question, int bound, int index);
  }

  /** Those that follow from a seed. */
  static Choices of(long seed) {
    return new Choices(new Seeded(seed));
  }

  /** These, and the plain ones when there are no more. */
  static Choices of(List<Integer> given) {
    int[] numbers = given.stream().mapToInt(Integer::intValue).toArray();
    return new Choices(
        (question, bound, index) ->
            index < numbers.length ? Math.min(numbers[index], bound - 1) : 0);
  }

  /** A number from 0 to below the bound; nothing is left open when that is 1. */
  int next(Question question, int bound) {
    if (bound <= 1) {
      return 0;
    }
    int number = source.next(question, bound, count);
    if (count == made.length) {
      made = Arrays.copyOf(made, count * 2);
    }
    made[count++] = number;
    return number;
  }

  /** What was chosen until now, without the plain ones at the end. */
  List<Integer> made() {
    int length = count;
    while (length > 0 && made[length - 1] == 0) {
      length--;
    }
    return IntStream.range(0, length).mapToObj(i -> made[i]).toList();
  }

  /**
   * Draws them. Each seed has a temper of its own: some runs are nearly plain and others wild, as
   * one kind of mistake shows among many disturbances and another only with few.
   */
  private static final class Seeded implements Source {
    /** Of 64. */
    private static final int[] DISORDER = {0, 8, 32, 64};

    private static final int[] DELAYED = {0, 4, 16, 32};
    private static final int[] FAULTY = {0, 1, 4, 8};

    private final RandomGenerator random;
    private final int disorder;
    private final int delayed;
    private final int faulty;
    private final int shift;

    Seeded(long seed) {
      random = new Randomness(Optional.of(seed)).generator("the schedule");
      disorder = DISORDER[random.nextInt(DISORDER.length)];
      delayed = DELAYED[random.nextInt(DELAYED.length)];
      faulty = FAULTY[random.nextInt(FAULTY.length)];
      shift = random.nextInt(8);
    }

    @Override
    public int next(Question question, int bound, int index) {
      return switch (question) {
        case ORDER -> happens(disorder) ? random.nextInt(bound) : 0;
        case DELAY -> happens(delayed) ? 1 + random.nextInt(Math.max(1, (bound - 1) >> shift)) : 0;
        case FAULT -> happens(faulty) ? 1 + random.nextInt(bound - 1) : 0;
      };
    }

    private boolean happens(int of64) {
      return random.nextInt(64) < of64;
    }
  }
}
