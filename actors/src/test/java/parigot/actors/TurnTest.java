package parigot.actors;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a task hands on is run by its own thread, and nothing of it is lost. */
@Timeout(30)
class TurnTest {
  private final CompletableFuture<Throwable> uncaught = new CompletableFuture<>();
  private final CompletableFuture<Thread> ranOn = new CompletableFuture<>();
  private final ForkJoinPool pool =
      new ForkJoinPool(
          2,
          ForkJoinPool.defaultForkJoinWorkerThreadFactory,
          (thread, meant) -> uncaught.complete(meant),
          true);

  @AfterEach
  void close() {
    pool.shutdownNow();
  }

  private void handOn(Runnable what) {
    Turn.handsOn();
    assertThat(Turn.takes(what)).isTrue();
  }

  private void run() {
    ranOn.complete(Thread.currentThread());
  }

  @Test
  void theThreadOfATaskRunsNextWhatThatHandedOn() throws Exception {
    CompletableFuture<Thread> first = new CompletableFuture<>();
    pool.execute(
        new Turn(
            () -> {
              handOn(this::run);
              first.complete(Thread.currentThread());
            }));
    assertThat(ranOn.get(10, SECONDS)).isSameAs(first.get(10, SECONDS));
  }

  @Test
  void onlyTheFirstIsTakenAndOnlyWhileATaskHandsOn() throws Exception {
    List<Boolean> taken = new ArrayList<>();
    pool.execute(
        new Turn(
            () -> {
              taken.add(Turn.takes(() -> {}));
              Turn.handsOn();
              taken.add(Turn.takes(this::run));
              taken.add(Turn.takes(() -> {}));
              Turn.handsOnNoMore();
              taken.add(Turn.takes(() -> {}));
            }));
    ranOn.get(10, SECONDS);
    assertThat(taken).containsExactly(false, true, false, false);
  }

  @Test
  void whatIsRunNextHandsOnNothingByItself() throws Exception {
    CompletableFuture<Boolean> taken = new CompletableFuture<>();
    pool.execute(new Turn(() -> handOn(() -> taken.complete(Turn.takes(() -> {})))));
    assertThat(taken.get(10, SECONDS)).isFalse();
  }

  @Test
  void aThreadWithoutATurnTakesNothing() {
    Turn.handsOn();
    assertThat(Turn.takes(this::run)).isFalse();
    Turn.handsOnNoMore();
  }

  @Test
  void whatAFailingTaskHandedOnRunsNevertheless() throws Exception {
    Turn failing =
        new Turn(
            () -> {
              handOn(this::run);
              throw new IllegalStateException("meant");
            });
    pool.execute(failing);
    assertThat(ranOn.get(10, SECONDS)).isNotNull();
    assertThat(uncaught.get(10, SECONDS)).hasMessage("meant");
  }
}
