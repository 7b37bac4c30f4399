package parigot.runtime.guest;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Two guests want the one permit at the same time. */
public final class EventPermitsStress {
  private EventPermitsStress() {}

  /** A guest's place in the queue; it counts how often it is told. */
  private static final class Guest implements Runnable {
    private final AtomicInteger told = new AtomicInteger();

    @Override
    public void run() {
      told.incrementAndGet();
    }
  }

  private static EventPermits onePermit() {
    return new EventPermits(1, true, new LongEvents());
  }

  /** How many permits there are, for somebody who does not give them back. */
  private static int free(EventPermits permits) {
    int free = 0;
    while (permits.enter(() -> {})) {
      free++;
    }
    return free;
  }

  @JCStressTest
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "The one.")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "The other.")
  @State
  public static class OneOfTwoGetsIt {
    private final EventPermits permits = onePermit();

    @Actor
    public void one(ZZ_Result entered) {
      entered.r1 = permits.enter(() -> {});
    }

    @Actor
    public void other(ZZ_Result entered) {
      entered.r2 = permits.enter(() -> {});
    }
  }

  /** What two that give it back saw: 0, it had it; 1, it was told; 2, it waits for ever. */
  @JCStressTest
  @Outcome(id = "[01], [01], 1", expect = ACCEPTABLE, desc = "Whoever waits is told.")
  @State
  public static class WhoeverDoesNotGetItIsToldOnceItIsGivenBack {
    private final EventPermits permits = onePermit();
    private final Guest a = new Guest();
    private final Guest b = new Guest();
    private boolean aHadIt;
    private boolean bHadIt;

    private boolean work(Guest guest) {
      boolean has = permits.enter(guest);
      if (has) {
        permits.leave();
      }
      return has;
    }

    @Actor
    public void one() {
      aHadIt = work(a);
    }

    @Actor
    public void other() {
      bHadIt = work(b);
    }

    private static int seen(boolean had, Guest guest) {
      return had ? 0 : guest.told.get() > 0 ? 1 : 2;
    }

    @Arbiter
    public void afterwards(III_Result seen) {
      seen.r1 = seen(aHadIt, a);
      seen.r2 = seen(bHadIt, b);
      seen.r3 = free(permits);
    }
  }

  /** How often the two were told that wait: the first of them ends, just then. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "It is passed over.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "It hands on what it was told.")
  @State
  public static class WhoEndsWhileItWaitsDoesNotKeepItFromTheNext {
    private final EventPermits permits = onePermit();
    private final Guest first = new Guest();
    private final Guest second = new Guest();

    public WhoEndsWhileItWaitsDoesNotKeepItFromTheNext() {
      boolean unusedHas = permits.enter(() -> {});
      boolean unusedWaits = permits.enter(first) || permits.enter(second);
    }

    @Actor
    public void leaves() {
      permits.leave();
    }

    @Actor
    public void ends() {
      permits.giveUp(first);
    }

    @Arbiter
    public void afterwards(II_Result told) {
      told.r1 = first.told.get();
      told.r2 = second.told.get();
    }
  }

  /** Whether the other had it, was told of it (1) or neither (2); and how many there are. */
  @JCStressTest
  @Outcome(id = "[01], 1", expect = ACCEPTABLE, desc = "It may be had, and is one.")
  @State
  public static class WhoStepsAsideAndBackLosesNone {
    private final EventPermits permits = onePermit();
    private final Guest other = new Guest();
    private boolean otherHadIt;

    public WhoStepsAsideAndBackLosesNone() {
      boolean unusedHas = permits.enter(() -> {});
    }

    @Actor
    public void waitsForSomething() {
      permits.stepAside();
      permits.stepBack();
      permits.leave();
    }

    @Actor
    public void other() {
      otherHadIt = permits.enter(other);
      if (otherHadIt) {
        permits.leave();
      }
    }

    @Arbiter
    public void afterwards(II_Result seen) {
      seen.r1 = otherHadIt ? 0 : other.told.get() > 0 ? 1 : 2;
      seen.r2 = free(permits);
    }
  }
}
