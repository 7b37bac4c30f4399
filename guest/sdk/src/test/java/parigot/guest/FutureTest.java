package parigot.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FutureTest {
  private static final int MANY = 100_000;
  private final RuntimeException broken = new IllegalArgumentException("broken");

  @Test
  void aFutureOfAValueIsDone() {
    Future<Integer> future = Future.of(7);
    assertThat(future.isDone()).isTrue();
    assertThat(future.value()).isEqualTo(7);
    assertThat(future.error()).isEmpty();
  }

  @Test
  void aFailedFutureGivesItsErrorAndThrowsItInsteadOfAValue() {
    Future<Integer> future = Future.failed(broken);
    assertThat(future.isDone()).isTrue();
    assertThat(future.error()).contains(broken);
    assertThatThrownBy(future::value).isSameAs(broken);
  }

  @Test
  void anErrorThatIsNoRuntimeExceptionIsTheCauseOfTheOneThatIsThrown() {
    Exception checked = new Exception("checked");
    assertThatThrownBy(Future.failed(checked)::value)
        .isInstanceOf(IllegalStateException.class)
        .hasCause(checked);
    Error error = new AssertionError("an error");
    assertThatThrownBy(Future.failed(error)::value).isSameAs(error);
  }

  @Test
  void theValueOfAFutureThatIsNotDoneCannotBeHad() {
    assertThatThrownBy(new Promise<Integer>().future()::value)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not done");
  }

  @Test
  void onlyTheFirstCompletionCounts() {
    Promise<Integer> promise = new Promise<>();
    assertThat(promise.complete(1)).isTrue();
    assertThat(promise.complete(2)).isFalse();
    assertThat(promise.fail(broken)).isFalse();
    assertThat(promise.future().value()).isEqualTo(1);
  }

  @Test
  void callbacksRunInTheOrderInWhichTheyWereAttached() {
    Promise<Integer> promise = new Promise<>();
    List<String> ran = new ArrayList<>();
    promise.future().onSuccess(value -> ran.add("first"));
    promise.future().onComplete((value, error) -> ran.add("second"));
    promise.future().map(value -> ran.add("third"));
    promise.complete(1);
    assertThat(ran).containsExactly("first", "second", "third");
  }

  @Test
  void mapAppliesAFunctionToTheValueAndPassesAnErrorOn() {
    assertThat(Future.of(20).map(value -> value + 1).value()).isEqualTo(21);
    assertThat(Future.<Integer>failed(broken).map(value -> value + 1).error()).contains(broken);
  }

  @Test
  void flatMapGoesOnWithTheOtherFuture() {
    Promise<String> other = new Promise<>();
    Future<String> result = Future.of(1).flatMap(value -> other.future());
    assertThat(result.isDone()).isFalse();
    other.complete("later");
    assertThat(result.value()).isEqualTo("later");
    assertThat(Future.of(1).flatMap(value -> Future.failed(broken)).error()).contains(broken);
    assertThat(Future.failed(broken).flatMap(value -> Future.of(1)).error()).contains(broken);
  }

  @Test
  void aFlatMapThatGivesNoFutureFails() {
    assertThat(Future.of(1).flatMap(value -> null).error())
        .get()
        .isInstanceOf(NullPointerException.class);
  }

  @Test
  void recoverTurnsAnErrorIntoAValueAndLeavesAValueAlone() {
    assertThat(Future.<String>failed(broken).recover(Throwable::getMessage).value())
        .isEqualTo("broken");
    assertThat(Future.of("fine").recover(Throwable::getMessage).value()).isEqualTo("fine");
  }

  @Test
  void recoverWithGoesOnWithTheOtherFuture() {
    assertThat(Future.<Integer>failed(broken).recoverWith(error -> Future.of(3)).value())
        .isEqualTo(3);
    assertThat(Future.of(1).recoverWith(error -> Future.of(3)).value()).isEqualTo(1);
  }

  @Test
  void onSuccessAndOnFailureRunForTheirEndOnly() {
    List<Object> seen = new ArrayList<>();
    assertThat(Future.of(1).onFailure(seen::add).onSuccess(seen::add).value()).isEqualTo(1);
    assertThat(Future.failed(broken).onSuccess(seen::add).onFailure(seen::add).error())
        .contains(broken);
    assertThat(seen).containsExactly(1, broken);
  }

  @Test
  void aCallbackThatThrowsFailsItsFutureAndNoOther() {
    Promise<Integer> promise = new Promise<>();
    Future<Integer> mapped = promise.future().map(FutureTest::fail);
    Future<Integer> chained = promise.future().flatMap(value -> Future.of(fail(value)));
    Future<Integer> looked = promise.future().onSuccess(FutureTest::fail);
    Future<Integer> other = promise.future().map(value -> value + 1);
    promise.complete(1);
    assertThat(List.of(mapped, chained, looked))
        .allSatisfy(
            future ->
                assertThat(future.error())
                    .get()
                    .isInstanceOf(Failure.class)
                    .asString()
                    .endsWith("failed with 1"));
    assertThat(other.value()).isEqualTo(2);
  }

  private static Integer fail(Object value) {
    throw new Failure("failed with " + value);
  }

  private static final class Failure extends Error {
    private static final long serialVersionUID = 1;

    private Failure(String message) {
      super(message);
    }
  }

  @Test
  void computeTakesTheValueOrTheErrorOfItsBody() {
    assertThat(Future.compute(() -> 5).value()).isEqualTo(5);
    assertThat(
            Future.compute(
                    () -> {
                      throw broken;
                    })
                .error())
        .contains(broken);
  }

  @Test
  void allGivesTheValuesInTheOrderOfTheFutures() {
    Promise<Integer> first = new Promise<>();
    Promise<Integer> second = new Promise<>();
    Future<List<Integer>> all = Future.all(List.of(first.future(), second.future(), Future.of(3)));
    second.complete(2);
    assertThat(all.isDone()).isFalse();
    first.complete(1);
    assertThat(all.value()).containsExactly(1, 2, 3);
    assertThat(Future.all(List.of()).value()).isEmpty();
  }

  @Test
  void allFailsWithTheFirstErrorAtOnce() {
    Future<List<Integer>> all =
        Future.all(List.of(new Promise<Integer>().future(), Future.<Integer>failed(broken)));
    assertThat(all.error()).contains(broken);
  }

  @Test
  void anyGivesTheFirstValueAndFailsWhenAllHave() {
    Promise<Integer> first = new Promise<>();
    Promise<Integer> second = new Promise<>();
    Future<Integer> any = Future.any(List.of(first.future(), second.future()));
    first.fail(broken);
    assertThat(any.isDone()).isFalse();
    second.complete(2);
    assertThat(any.value()).isEqualTo(2);
    assertThat(Future.any(List.of(Future.failed(new Failure("other")), Future.failed(broken))))
        .satisfies(failed -> assertThat(failed.error()).contains(broken));
    assertThat(Future.any(List.of()).error()).get().isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void aCancelledFutureFailsAndIgnoresWhatComesLater() {
    List<String> cleanedUp = new ArrayList<>();
    Promise<Integer> promise = new Promise<Integer>().onCancel(() -> cleanedUp.add("cleaned up"));
    assertThat(promise.future().cancel()).isTrue();
    assertThat(promise.future().cancel()).isFalse();
    assertThat(promise.complete(1)).isFalse();
    assertThat(promise.future().error()).get().isInstanceOf(CancelledException.class);
    assertThat(cleanedUp).hasSize(1);
  }

  @Test
  void aFutureThatIsDoneCannotBeCancelled() {
    Promise<Integer> promise = new Promise<Integer>().onCancel(() -> fail("cleaning up"));
    promise.complete(1);
    assertThat(promise.future().cancel()).isFalse();
    assertThat(promise.future().value()).isEqualTo(1);
  }

  @Test
  void aTimeOutFailsWhatIsNotDoneInTime() {
    try (ManualTime time = ManualTime.open()) {
      Promise<Integer> promise = new Promise<>();
      Future<Integer> limited = promise.future().withTimeout(Duration.ofMillis(20));
      time.pass(Duration.ofMillis(19));
      assertThat(limited.isDone()).isFalse();
      time.pass(Duration.ofMillis(1));
      assertThat(limited.error())
          .get()
          .isInstanceOf(TimedOutException.class)
          .asString()
          .contains("20 ms");
      promise.complete(1);
      assertThat(limited.error()).isPresent();
    }
  }

  @Test
  void aTimeOutIsTakenBackWhenItIsNotNeeded() {
    try (ManualTime time = ManualTime.open()) {
      Promise<Integer> promise = new Promise<>();
      Future<Integer> limited = promise.future().withTimeout(Duration.ofMillis(20));
      promise.complete(1);
      assertThat(limited.value()).isEqualTo(1);
      Future<Integer> cancelled =
          new Promise<Integer>().future().withTimeout(Duration.ofMillis(20));
      cancelled.cancel();
      assertThat(time.waiting()).isZero();
    }
  }

  @Test
  void aTimeOutWithoutAClockIsAnErrorThatSaysWhatToDo() {
    Future<Integer> future = new Promise<Integer>().future();
    assertThatThrownBy(() -> future.withTimeout(Duration.ofSeconds(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ManualTime");
  }

  @Test
  void aLongChainOfMapsNeedsNoDeepStack() {
    Promise<Integer> promise = new Promise<>();
    Future<Integer> end = promise.future();
    for (int i = 0; i < MANY; i++) {
      end = end.map(value -> value + 1);
    }
    promise.complete(0);
    assertThat(end.value()).isEqualTo(MANY);
  }

  @Test
  void aLongChainThatIsMadeInsideItsOwnCallbacksNeedsNoDeepStack() {
    assertThat(countDown(MANY).value()).isEqualTo("done");
    Promise<Integer> promise = new Promise<>();
    Future<String> waiting = promise.future().flatMap(FutureTest::countDown);
    promise.complete(MANY);
    assertThat(waiting.value()).isEqualTo("done");
  }

  private static Future<String> countDown(int from) {
    return from == 0 ? Future.of("done") : Future.of(from - 1).flatMap(FutureTest::countDown);
  }

  @Test
  void aLongChainOfRecoveriesNeedsNoDeepStack() {
    Future<Integer> end = Future.failed(broken);
    for (int i = 0; i < MANY; i++) {
      end = end.recoverWith(Future::failed);
    }
    assertThat(end.error()).contains(broken);
  }

  @Test
  void manyFuturesAreAllAwaited() {
    List<Promise<Integer>> promises =
        IntStream.range(0, MANY).mapToObj(i -> new Promise<Integer>()).toList();
    Future<List<Integer>> all = Future.all(promises.stream().map(Promise::future).toList());
    for (int i = MANY - 1; i >= 0; i--) {
      promises.get(i).complete(i);
    }
    assertThat(all.value()).isEqualTo(IntStream.range(0, MANY).boxed().toList());
  }

  @Test
  void aRepetitionEndsWhenItsStepSaysSo() {
    List<Integer> steps = new ArrayList<>();
    Future<Void> repeated =
        Future.repeatWhile(
            () -> {
              steps.add(steps.size());
              return Future.of(steps.size() < MANY);
            });
    assertThat(repeated.isDone()).isTrue();
    assertThat(repeated.error()).isEmpty();
    assertThat(steps).hasSize(MANY);
  }

  @Test
  void aRepetitionWaitsForItsStepsAndEndsWithTheirError() {
    List<Promise<Boolean>> steps = new ArrayList<>();
    Future<Void> repeated =
        Future.repeatWhile(
            () -> {
              steps.add(new Promise<>());
              return steps.get(steps.size() - 1).future();
            });
    steps.get(0).complete(true);
    assertThat(steps).hasSize(2);
    assertThat(repeated.isDone()).isFalse();
    steps.get(1).fail(broken);
    assertThat(repeated.error()).contains(broken);
  }

  @Test
  void aCancelledRepetitionTakesNoMoreSteps() {
    List<Promise<Boolean>> steps = new ArrayList<>();
    Future<Void> repeated =
        Future.repeatWhile(
            () -> {
              steps.add(new Promise<>());
              return steps.get(steps.size() - 1).future();
            });
    repeated.cancel();
    steps.get(0).complete(true);
    assertThat(steps).hasSize(1);
  }

  @Test
  void twoValuesArePutTogetherOnceBothAreThere() {
    Promise<Integer> one = new Promise<>();
    Promise<String> other = new Promise<>();
    Future<String> both = one.future().zip(other.future(), (number, text) -> text + number);

    other.complete("number ");
    assertThat(both.isDone()).isFalse();
    one.complete(7);

    assertThat(both.value()).isEqualTo("number 7");
  }

  @Test
  void theFirstErrorOfTwoIsNotKeptWaiting() {
    Promise<Integer> never = new Promise<>();
    IllegalStateException broken = new IllegalStateException("broken");

    assertThat(never.future().zip(Future.failed(broken), (a, b) -> a).error()).contains(broken);
    assertThat(Future.failed(broken).zip(never.future(), (a, b) -> a).error()).contains(broken);
    assertThat(
            Future.of(1)
                .zip(
                    Future.of(2),
                    (a, b) -> {
                      throw broken;
                    })
                .error())
        .contains(broken);
  }

  @Test
  void theEndMayBeAllThatMatters() {
    IllegalStateException broken = new IllegalStateException("broken");

    Future<Void> done = Future.of("something").thenDone();
    assertThat(done.isDone()).isTrue();
    assertThat(done.value()).isNull();
    assertThat(Future.failed(broken).thenDone().error()).contains(broken);
  }
}
