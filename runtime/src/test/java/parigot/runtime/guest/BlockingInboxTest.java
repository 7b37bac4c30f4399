package parigot.runtime.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.kernel.Event;
import parigot.kernel.Id;
import parigot.runtime.machine.Time;
import parigot.wasm.GuestInterrupted;

/** How the thread of a loop guest waits for events. */
@Timeout(20)
class BlockingInboxTest {
  private static final Event WAKES = new Event.Probe();
  private static final Event WAKES_TOO = new Event.Over(Id.EMPTY);
  private static final Event WAKES_NOBODY = new Event.Forget(Id.EMPTY, 0);

  private final BlockingInbox inbox = new BlockingInbox(Time.ofThisMachine());
  private final CompletableFuture<Boolean> waited = new CompletableFuture<>();
  private Thread guest = new Thread(() -> {});

  @AfterEach
  void theGuestHasComeBack() throws InterruptedException {
    guest.join();
  }

  /** Has a guest wait, and comes back when it does. */
  private void aGuestWaits(int timeoutMillis) {
    guest =
        new Thread(
            () -> {
              try {
                waited.complete(inbox.await(timeoutMillis));
              } catch (RuntimeException e) {
                waited.completeExceptionally(e);
              }
            });
    guest.start();
    Thread.State waiting = timeoutMillis < 0 ? Thread.State.WAITING : Thread.State.TIMED_WAITING;
    while (guest.getState() != waiting) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatComesWhileItWaitsWakesIt() {
    aGuestWaits(-1);
    inbox.put(WAKES);

    assertThat(waited).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    assertThat(inbox.poll()).contains(WAKES);
  }

  @Test
  void whatGuestsNeverSeeDoesNot() {
    aGuestWaits(-1);
    inbox.put(WAKES_NOBODY);
    while (guest.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(waited).isNotDone();
    inbox.put(WAKES);

    assertThat(waited).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(true);
    assertThat(inbox.poll()).contains(WAKES_NOBODY);
    assertThat(inbox.poll()).contains(WAKES);
    assertThat(inbox.poll()).isEmpty();
  }

  @Test
  void whatCameBeforeIsThereAtOnce() {
    inbox.put(WAKES);
    inbox.put(WAKES_TOO);

    assertThat(inbox.await(0)).isTrue();
    assertThat(inbox.poll()).contains(WAKES);
    assertThat(inbox.await(0)).isTrue();
    assertThat(inbox.poll()).contains(WAKES_TOO);
    assertThat(inbox.await(0)).isFalse();
  }

  @Test
  void whenNothingComesTheWaitEndsAfterItsTime() {
    aGuestWaits(50);

    assertThat(waited).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(false);
  }

  @Test
  void whoWaitsWhenItIsClosedIsInterrupted() {
    aGuestWaits(-1);
    inbox.close();

    assertThat(waited)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(GuestInterrupted.class);
  }

  @Test
  void whatCameBeforeItWasClosedIsStillGivenAndWhatComesLaterIsNot() {
    inbox.put(WAKES);
    inbox.close();
    inbox.put(WAKES_TOO);

    assertThat(inbox.await(-1)).isTrue();
    assertThat(inbox.poll()).contains(WAKES);
    assertThat(inbox.poll()).isEmpty();
    assertThatThrownBy(() -> inbox.await(-1)).isInstanceOf(GuestInterrupted.class);
  }

  @Test
  void anInterruptEndsTheWait() {
    aGuestWaits(-1);
    guest.interrupt();

    assertThat(waited)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(GuestInterrupted.class);
  }
}
