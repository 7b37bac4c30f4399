package parigot.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.runtime.guest.HeldThread;
import parigot.runtime.guest.LongEvents;

/** Which threads there are while guests hold some; here it is usually one. */
@Timeout(60)
class OverflowingExecutorTest {
  private static final String USUAL = "usual";
  private static final String FURTHER = "further";
  private static final int MANY = 50;

  private final LongEvents longEvents = new LongEvents();
  private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final ThreadPoolExecutor one =
      new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, queue, task -> new Thread(task, USUAL));
  private final CountDownLatch goesOn = new CountDownLatch(1);
  private OverflowingExecutor executor =
      new OverflowingExecutor(
          longEvents, one, this::takeWaiting, 0, task -> new Thread(task, FURTHER));

  private List<Runnable> takeWaiting() {
    List<Runnable> waiting = new ArrayList<>();
    queue.drainTo(waiting);
    return waiting;
  }

  @AfterEach
  void nothingIsLeft() throws InterruptedException {
    goesOn.countDown();
    executor.shutdown();
    assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  /** The name of the thread that runs what is given to it. */
  private CompletableFuture<String> runs() {
    return CompletableFuture.supplyAsync(() -> Thread.currentThread().getName(), executor);
  }

  /** Something that has begun, on this thread, and holds it. */
  private CompletableFuture<String> holdsItsThread() {
    CompletableFuture<String> begun = new CompletableFuture<>();
    executor.execute(
        () -> {
          begun.complete(Thread.currentThread().getName());
          awaitGoesOn();
        });
    return begun;
  }

  private void awaitGoesOn() {
    try {
      goesOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void isRunBy(String thread, CompletableFuture<String> task) {
    assertThat(task).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(thread);
  }

  @Test
  void whileNoThreadIsHeldTheUsualOnesDoEverything() {
    for (int n = 0; n < MANY; n++) {
      isRunBy(USUAL, runs());
    }
  }

  @Test
  void whatComesWhileTheyAreHeldIsDoneByFurtherOnes() {
    isRunBy(USUAL, holdsItsThread());
    HeldThread held = new HeldThread(longEvents);
    isRunBy(FURTHER, runs());
    held.release();
    CompletableFuture<String> after = runs();
    goesOn.countDown();
    isRunBy(USUAL, after);
  }

  @Test
  void whatWaitedForOneAlreadyIsTakenBack() {
    isRunBy(USUAL, holdsItsThread());
    CompletableFuture<String> waiting = runs();
    longEvents.look();
    assertThat(queue).as("while nobody knows that it is for long").hasSize(1);

    HeldThread held = new HeldThread(longEvents);
    longEvents.look();
    isRunBy(FURTHER, waiting);
    held.release();
  }

  @Test
  void thereIsAThreadMoreForEachThatIsHeld() {
    List<HeldThread> held = new ArrayList<>();
    isRunBy(USUAL, holdsItsThread());
    held.add(new HeldThread(longEvents));
    for (int n = 1; n < MANY; n++) {
      isRunBy(FURTHER, holdsItsThread());
      held.add(new HeldThread(longEvents));
    }

    isRunBy(FURTHER, runs());

    held.forEach(HeldThread::release);
  }

  @Test
  void asManyMayBeHeldAsAreToSpare() {
    executor.shutdownNow();
    LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    ThreadPoolExecutor two =
        new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, waiting, task -> new Thread(task, USUAL));
    executor =
        new OverflowingExecutor(longEvents, two, List::of, 1, task -> new Thread(task, FURTHER));

    isRunBy(USUAL, holdsItsThread());
    HeldThread first = new HeldThread(longEvents);
    isRunBy(USUAL, runs());
    HeldThread second = new HeldThread(longEvents);
    isRunBy(FURTHER, runs());
    second.release();
    first.release();
  }

  @Test
  void onceItIsShutDownItHearsOfNoMore() {
    executor.shutdown();
    HeldThread held = new HeldThread(longEvents);
    queue.add(() -> {});
    longEvents.look();

    assertThat(queue).as("what waits is left alone").hasSize(1);
    queue.clear();
    held.release();
    assertThat(executor.isShutdown()).isTrue();
  }
}
