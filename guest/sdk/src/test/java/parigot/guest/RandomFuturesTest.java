package parigot.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Random trees of futures, completed in a random order, give what the same operations give on
 * values that are there from the start.
 */
class RandomFuturesTest {
  private static final int MOST_LEVELS = 6;

  /** What a future comes to: a value, or an error. */
  private record End(Optional<Integer> value, String error) {
    private static End of(int value) {
      return new End(Optional.of(value), "");
    }

    private static End failed(String error) {
      return new End(Optional.empty(), error);
    }

    private static End of(Future<Integer> future) {
      assertThat(future.isDone()).isTrue();
      Optional<Throwable> error = future.error();
      return error.isPresent() ? failed(error.get().getMessage()) : of(future.value());
    }
  }

  /** A future, and what it must come to. */
  private record Expected(Future<Integer> future, End end) {}

  /** Makes random futures, and keeps the promises of those that are not done yet. */
  private static final class Grower {
    private final Random random;
    private final List<Runnable> completions = new ArrayList<>();

    private Grower(long seed) {
      random = new Random(seed);
    }

    private Expected grow(int levels) {
      if (levels == 0) {
        return leaf();
      }
      Expected source = grow(random.nextInt(levels));
      int by = random.nextInt(100);
      return switch (random.nextInt(6)) {
        case 0 ->
            new Expected(
                source.future.map(value -> value + by),
                source.end.value.map(value -> End.of(value + by)).orElse(source.end));
        case 1 ->
            new Expected(
                source.future.recover(error -> by),
                source.end.value.isPresent() ? source.end : End.of(by));
        case 2 -> {
          Expected next = grow(random.nextInt(levels));
          yield new Expected(
              source.future.flatMap(value -> next.future),
              source.end.value.isPresent() ? next.end : source.end);
        }
        case 3 -> {
          Expected instead = grow(random.nextInt(levels));
          yield new Expected(
              source.future.recoverWith(error -> instead.future),
              source.end.value.isPresent() ? source.end : instead.end);
        }
        case 4 ->
            new Expected(
                source.future.onSuccess(
                    value -> {
                      throw new IllegalStateException("thrown " + by);
                    }),
                source.end.value.isPresent() ? End.failed("thrown " + by) : source.end);
        default -> sum(List.of(source, grow(random.nextInt(levels))));
      };
    }

    /** The sum of all; when several fail the order of completion decides, so only one may. */
    private Expected sum(List<Expected> parts) {
      long failed = parts.stream().filter(part -> part.end.value.isEmpty()).count();
      if (failed > 1) {
        return parts.get(0);
      }
      Future<Integer> sum =
          Future.all(parts.stream().map(Expected::future).toList())
              .map(values -> values.stream().mapToInt(Integer::intValue).sum());
      return new Expected(
          sum,
          parts.stream()
              .map(Expected::end)
              .filter(end -> end.value.isEmpty())
              .findFirst()
              .orElseGet(
                  () -> End.of(parts.stream().mapToInt(part -> part.end.value.get()).sum())));
    }

    private Expected leaf() {
      int value = random.nextInt(1000);
      boolean fails = random.nextInt(4) == 0;
      End end = fails ? End.failed("error " + value) : End.of(value);
      if (random.nextBoolean()) {
        return new Expected(
            fails ? Future.failed(new IllegalStateException(end.error)) : Future.of(value), end);
      }
      Promise<Integer> promise = new Promise<>();
      completions.add(
          () -> {
            if (fails) {
              promise.fail(new IllegalStateException(end.error));
            } else {
              promise.complete(value);
            }
            promise.complete(-1);
          });
      return new Expected(promise.future(), end);
    }

    private void completeAll() {
      while (!completions.isEmpty()) {
        completions.remove(random.nextInt(completions.size())).run();
      }
    }
  }

  @Property(tries = 5000)
  void theOrderOfCompletionChangesNoResult(
      @ForAll long seed, @ForAll @IntRange(max = MOST_LEVELS) int levels) {
    Grower grower = new Grower(seed);
    Expected root = grower.grow(levels);
    grower.completeAll();
    assertThat(End.of(root.future)).isEqualTo(root.end);
  }

  @Property(tries = 1000)
  void eachCallbackRunsExactlyOnce(@ForAll long seed, @ForAll @IntRange(max = 50) int callbacks) {
    Random random = new Random(seed);
    Promise<Integer> promise = new Promise<>();
    int[] runs = new int[callbacks];
    int completeAt = random.nextInt(callbacks + 1);
    for (int i = 0; i < callbacks; i++) {
      if (i == completeAt) {
        promise.complete(i);
      }
      int index = i;
      promise.future().onComplete((value, error) -> runs[index]++);
    }
    promise.complete(-1);
    assertThat(runs).isEqualTo(IntStream.generate(() -> 1).limit(callbacks).toArray());
  }

  @Property(tries = 1000)
  void anyHasTheFirstValueThatComes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int n) {
    Random random = new Random(seed);
    List<Promise<Integer>> left = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      left.add(new Promise<>());
    }
    Future<Integer> any = Future.any(left.stream().map(Promise::future).toList());
    Optional<Integer> first = Optional.empty();
    for (int i = 0; i < n; i++) {
      Promise<Integer> promise = left.remove(random.nextInt(left.size()));
      if (random.nextBoolean()) {
        promise.complete(i);
        first = first.isPresent() ? first : Optional.of(i);
      } else {
        promise.fail(new IllegalStateException("error " + i));
      }
    }
    assertThat(End.of(any)).isEqualTo(first.map(End::of).orElse(End.failed("error " + (n - 1))));
  }
}
