package parigot.runtime.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.runtime.Console;
import parigot.runtime.machine.HeapGate;
import parigot.runtime.machine.ProcessorTime;
import parigot.runtime.testing.SetTime;
import parigot.wasm.ClockAndRandom;
import parigot.wasm.HostFunction;

/**
 * What a guest gives others while it is at an event for long. There is one permit, which it has;
 * time passes as the test says.
 */
@Timeout(20)
class RunningEventTest {
  private static final Duration LONG = Duration.ofMillis(6);
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final SetTime time = new SetTime();
  private final LongEvents longEvents = new LongEvents();
  private final EventPermits permits = new EventPermits(1, true, longEvents);
  private long usedHeap;
  private final HeapGate heapGate = new HeapGate(time::nanos, () -> usedHeap, 1_000);
  private final SharedByGuests shared = shared(true);
  private final RunningEvent event = event(Optional.of(permits));
  private final List<String> told = new ArrayList<>();
  private final Runnable other = guest("other");

  private SharedByGuests shared(boolean furtherThreads) {
    return new SharedByGuests(
        time, Console.to(OutputStream.nullOutputStream()), heapGate, longEvents, furtherThreads);
  }

  private Runnable guest(String name) {
    return () -> told.add(name);
  }

  /** Of whose thread nobody can tell for how long it had a processor. */
  private RunningEvent event(Optional<EventPermits> ofThis) {
    return new RunningEvent(LIMIT, shared, ofThis, thread -> ProcessorTime.UNKNOWN);
  }

  private void begin() {
    assertThat(permits.enter(guest("self"))).isTrue();
    event.hasPermit(true);
    event.begin();
  }

  private void end() {
    long unused = event.end();
    permits.leave();
  }

  private boolean anotherHasThePermit() {
    boolean has = permits.enter(other);
    if (has) {
      permits.leave();
    } else {
      permits.giveUp(other);
    }
    return has;
  }

  @Test
  void anEventThatIsShortKeepsItsPermit() {
    begin();
    time.pass(Duration.ofMillis(5));

    assertThat(event.look()).isEqualTo(LongEvent.Seen.SHORT);
    assertThat(longEvents.count()).isZero();
    assertThat(anotherHasThePermit()).isFalse();
  }

  @Test
  void anEventThatTakesLongCountsAndLetsAnotherHaveItsPermit() {
    begin();
    assertThat(permits.enter(other)).isFalse();
    time.pass(LONG);

    assertThat(event.look()).isEqualTo(LongEvent.Seen.LONG);

    assertThat(longEvents.count()).isEqualTo(1);
    assertThat(told).containsExactly("other");
    assertThat(permits.enter(other)).isTrue();
  }

  @Test
  void howeverOftenItIsLookedAtItCountsOnce() {
    begin();
    time.pass(LONG);
    assertThat(event.look()).isEqualTo(LongEvent.Seen.LONG);
    time.pass(LONG);

    assertThat(event.look()).isEqualTo(LongEvent.Seen.SHORT);
    assertThat(longEvents.count()).isEqualTo(1);
  }

  @Test
  void atItsEndNothingIsLong() {
    begin();
    time.pass(LONG);
    assertThat(event.look()).isEqualTo(LongEvent.Seen.LONG);
    end();

    assertThat(longEvents.count()).isZero();
    assertThat(permits.enter(other)).as("the permit is free").isTrue();
    assertThat(permits.enter(other)).as("and is one").isFalse();
    time.pass(LONG);
    assertThat(event.look()).as("between two events").isEqualTo(LongEvent.Seen.SHORT);
  }

  @Test
  void anEventWithoutAPermitGivesNone() {
    event.hasPermit(false);
    event.begin();
    time.pass(LONG);
    assertThat(event.look()).isEqualTo(LongEvent.Seen.LONG);
    assertThat(longEvents.count()).isEqualTo(1);

    assertThat(permits.enter(other)).isTrue();
    assertThat(permits.enter(other)).as("one more than there are").isFalse();
  }

  @Test
  void aGuestWithAThreadOfItsOwnCountsToo() {
    RunningEvent own = event(Optional.empty());
    own.begin();
    time.pass(LONG);

    assertThat(own.look()).isEqualTo(LongEvent.Seen.LONG);
    assertThat(longEvents.count()).isEqualTo(1);

    long unused = own.end();
    assertThat(longEvents.count()).isZero();
  }

  @Test
  void whereThereAreNoFurtherThreadsNothingIsLong() {
    RunningEvent waitedFor =
        new RunningEvent(
            LIMIT, shared(false), Optional.of(permits), thread -> ProcessorTime.UNKNOWN);
    ClockAndRandom own = new SleepingClock(() -> {});
    assertThat(permits.enter(guest("self"))).isTrue();
    waitedFor.hasPermit(true);
    waitedFor.begin();
    time.pass(LONG);

    assertThat(waitedFor.look()).isEqualTo(LongEvent.Seen.SHORT);
    assertThat(longEvents.count()).isZero();
    assertThat(anotherHasThePermit()).isFalse();
    assertThat(waitedFor.steppingAsideToSleep(own)).isSameAs(own);
    time.pass(LIMIT.multipliedBy(31));
    assertThat(waitedFor.isOverLimit()).as("it is ended all the same").isTrue();
  }

  @Test
  void whoSleepsLetsOthersHaveTheirTurnAtOnce() throws Exception {
    begin();
    List<Boolean> seen = new ArrayList<>();
    ClockAndRandom clock =
        event.steppingAsideToSleep(
            new SleepingClock(
                () -> {
                  seen.add(anotherHasThePermit());
                  seen.add(longEvents.count() == 1);
                }));

    clock.sleep(Duration.ofNanos(1));

    assertThat(seen).containsExactly(true, true);
    end();
    assertThat(longEvents.count()).isZero();
  }

  @Test
  void whoSleepsOnAThreadOfItsOwnNeedNotStepAside() {
    ClockAndRandom own = new SleepingClock(() -> {});

    assertThat(event(Optional.empty()).steppingAsideToSleep(own)).isSameAs(own);
  }

  @Test
  void whatAGuestWaitsForTakesNoneOfItsTimeAndAnotherHasItsPermit() throws Exception {
    begin();
    List<Boolean> seen = new ArrayList<>();
    HostFunction waits =
        event.pausing(
            request -> {
              time.pass(LIMIT);
              seen.add(anotherHasThePermit());
              seen.add(event.look() == LongEvent.Seen.SHORT);
              return HostFunction.Reply.EMPTY;
            });

    assertThat(waits.call(new byte[0])).isEqualTo(HostFunction.Reply.EMPTY);

    assertThat(seen).containsExactly(true, true);
    assertThat(anotherHasThePermit()).as("it has gone on").isFalse();
    time.pass(Duration.ofMillis(2));
    assertThat(event.end()).isEqualTo(Duration.ofMillis(2).toNanos());
  }

  @Test
  void aWaitThatFailsGivesThePermitBackToo() {
    begin();
    HostFunction fails =
        event.pausing(
            request -> {
              throw new IllegalStateException("no plugin");
            });

    assertThatThrownBy(() -> fails.call(new byte[0])).hasMessage("no plugin");

    assertThat(anotherHasThePermit()).isFalse();
    end();
    assertThat(permits.enter(other)).isTrue();
    assertThat(permits.enter(other)).isFalse();
  }

  @Test
  void anEventBeginsOnceTheHeapGateIsOpen() {
    usedHeap = 900;
    heapGate.look(300);
    CompletableFuture<Void> begun = new CompletableFuture<>();
    Thread guest =
        new Thread(
            () -> {
              event.begin();
              begun.complete(null);
            });
    guest.start();
    while (guest.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(begun).isNotDone();

    heapGate.open();

    assertThat(begun).succeedsWithin(Duration.ofSeconds(10));
  }

  /** Sleeps for no time, and does something meanwhile. */
  private record SleepingClock(Runnable meanwhile) implements ClockAndRandom {
    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public long monotonicNanos() {
      return 0;
    }

    @Override
    public void sleep(Duration time) {
      meanwhile.run();
    }

    @Override
    public void random(byte[] bytes) {}
  }
}
