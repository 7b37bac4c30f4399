package parigot.runtime.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is told that a permit is free. */
@Timeout(20)
class EventPermitsTest {
  private final EventPermits permits = new EventPermits(1, true, new LongEvents());
  private final List<String> told = new ArrayList<>();
  private final Runnable a = guest("a");
  private final Runnable b = guest("b");
  private final Runnable c = guest("c");

  private Runnable guest(String name) {
    return () -> told.add(name);
  }

  private void aHoldsAndTwoWait() {
    assertThat(permits.enter(a)).isTrue();
    assertThat(permits.enter(b)).isFalse();
    assertThat(permits.enter(c)).isFalse();
  }

  @Test
  void whoEndsWhileItWaitsIsPassedOver() {
    aHoldsAndTwoWait();
    permits.giveUp(b);
    permits.leave();

    assertThat(told).containsExactly("c");
  }

  @Test
  void whoEndsBeforeItActsOnItsTurnLeavesItToTheNext() {
    aHoldsAndTwoWait();
    permits.leave();
    assertThat(told).containsExactly("b");
    permits.giveUp(b);

    assertThat(told).containsExactly("b", "c");
  }

  @Test
  void anyNumberMayStepAside() {
    for (int n = 0; n < 1_000; n++) {
      assertThat(permits.enter(a)).isTrue();
      permits.stepAside();
    }
    assertThat(permits.enter(b)).isTrue();
  }

  @Test
  void thereAreNoMoreAtWorkThanThereArePermits() {
    EventPermits two = new EventPermits(2, true, new LongEvents());

    assertThat(two.enter(a)).isTrue();
    assertThat(two.enter(b)).isTrue();
    assertThat(two.enter(c)).isFalse();
    assertThat(told).isEmpty();
    two.leave();
    assertThat(told).containsExactly("c");
    assertThat(two.enter(c)).isTrue();
  }

  @Test
  void whoIsToldFindsThePermitTakenWhenAnotherWasQuickerAndIsToldAgain() {
    aHoldsAndTwoWait();
    permits.leave();
    assertThat(told).containsExactly("b");
    assertThat(permits.enter(a)).isTrue();
    assertThat(permits.enter(b)).isFalse();
    permits.leave();
    permits.leave();

    assertThat(told).containsExactly("b", "c", "b");
  }

  @Test
  void whoStepsBackGoesOnAndUntilAnotherHasFinishedNobodyElseBegins() {
    assertThat(permits.enter(a)).isTrue();
    permits.stepAside();
    assertThat(permits.enter(b)).isTrue();
    permits.stepBack();
    assertThat(permits.enter(c)).isFalse();
    permits.leave();
    assertThat(told).as("the other is at work still").isEmpty();
    permits.leave();

    assertThat(told).containsExactly("c");
  }

  @Test
  void whereOneWhoWaitsCanHaveAnotherThreadPermitsAreNeededWhileAnEventIsLong() {
    LongEvents longEvents = new LongEvents();
    EventPermits whenLong = new EventPermits(1, false, longEvents);
    assertThat(whenLong.needed()).isFalse();
    longEvents.begun();
    assertThat(whenLong.needed()).isTrue();
    longEvents.ended();

    assertThat(whenLong.needed()).isFalse();
    assertThat(permits.needed()).as("where they always are").isTrue();
  }
}
