package parigot.wasm;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** One thread enters a guest while another interrupts it, or closes it. */
public final class EntryGuardStress {
  private EntryGuardStress() {}

  /**
   * Whether it was interrupted, whether the other says so, whether the thread stays interrupted.
   */
  @JCStressTest
  @Outcome(id = "false, false, false", expect = ACCEPTABLE, desc = "Too early, or too late.")
  @Outcome(id = "true, true, false", expect = ACCEPTABLE, desc = "In time.")
  @State
  public static class AnInterruptReachesItsEntryAndNothingAfterIt {
    private final EntryGuard guard = new EntryGuard();

    @Actor
    public void enters(ZZZ_Result seen) {
      boolean begun = guard.begin();
      seen.r1 = guard.end() || !begun;
      seen.r3 = Thread.interrupted();
    }

    @Actor
    public void interrupts(ZZZ_Result seen) {
      seen.r2 = guard.interrupt();
    }
  }

  /** Whether the first was interrupted, whether the other says so, whether the second was. */
  @JCStressTest
  @Outcome(id = "false, false, false", expect = ACCEPTABLE, desc = "Too early, or too late.")
  @Outcome(id = "true, true, false", expect = ACCEPTABLE, desc = "In time.")
  @State
  public static class AnInterruptOfOneEntryIsNeverThatOfTheNext {
    private final EntryGuard guard = new EntryGuard();

    @Actor
    public void entersTwice(ZZZ_Result seen) {
      boolean first = guard.begin();
      seen.r1 = guard.end() || !first;
      boolean second = guard.begin();
      seen.r3 = guard.end() || !second;
    }

    @Actor
    public void interruptsTheFirst(ZZZ_Result seen) {
      seen.r2 = guard.interrupt(1);
    }
  }

  /** Whether an entry has begun, whether what runs was told to end, and whether another begins. */
  @JCStressTest
  @Outcome(id = "false, true, false", expect = ACCEPTABLE, desc = "Nothing runs, and nothing will.")
  @Outcome(id = "true, true, false", expect = ACCEPTABLE, desc = "What runs was told to end.")
  @State
  public static class OnceClosedNothingRunsThatWasNotTold {
    private final EntryGuard guard = new EntryGuard();

    @Actor
    public void enters(ZZZ_Result seen) {
      seen.r1 = guard.begin();
    }

    @Actor
    public void closes() {
      guard.close();
    }

    @Arbiter
    public void entersLater(ZZZ_Result seen) {
      seen.r2 = guard.interrupted();
      seen.r3 = guard.begin();
    }
  }
}
