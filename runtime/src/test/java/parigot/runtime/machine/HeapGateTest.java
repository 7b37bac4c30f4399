package parigot.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * When guests wait for a plugin's call to run out of memory; time and heap are as the test says.
 */
@Timeout(20)
class HeapGateTest {
  private static final long ALL = 1_000;
  private static final long NEARLY_ALL = 900;
  private static final long MUCH = 300;
  private static final long LITTLE = 200;

  private long now;
  private long used = NEARLY_ALL;
  private final HeapGate gate = new HeapGate(() -> now, () -> used, ALL);

  @Test
  void aCallThatTakesTheLastOfTheHeapClosesIt() {
    gate.look(MUCH);

    assertThat(gate.isClosed()).isTrue();
  }

  @Test
  void aHeapThatIsNearlyFullWithoutSuchACallDoesNot() {
    gate.look(LITTLE);

    assertThat(gate.isClosed()).isFalse();
  }

  @Test
  void aCallThatAllocatesMuchInAHeapWithRoomDoesNot() {
    used = ALL / 2;

    gate.look(10 * ALL);

    assertThat(gate.isClosed()).isFalse();
  }

  @Test
  void aGuestWaitsUntilTheCallHasEnded() throws Exception {
    gate.look(MUCH);
    CompletableFuture<Void> passed = new CompletableFuture<>();
    Thread guest =
        new Thread(
            () -> {
              gate.pass();
              passed.complete(null);
            });
    guest.start();
    while (guest.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(passed).isNotDone();

    gate.look(0);

    passed.get(10, TimeUnit.SECONDS);
    guest.join();
  }

  @Test
  void aCallThatKeepsWhatItTookHoldsGuestsForTwoSecondsAndNotSoonAgain() {
    gate.look(MUCH);
    now = TimeUnit.SECONDS.toNanos(2);
    gate.look(MUCH);
    assertThat(gate.isClosed()).isTrue();

    now++;
    gate.look(MUCH);
    assertThat(gate.isClosed()).isFalse();

    now += TimeUnit.SECONDS.toNanos(10) - 1;
    gate.look(MUCH);
    assertThat(gate.isClosed()).isFalse();

    now++;
    gate.look(MUCH);
    assertThat(gate.isClosed()).isTrue();
  }
}
