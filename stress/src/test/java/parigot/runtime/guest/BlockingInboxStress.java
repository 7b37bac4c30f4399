package parigot.runtime.guest;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import parigot.kernel.Event;
import parigot.kernel.Id;
import parigot.runtime.machine.Time;
import parigot.wasm.GuestInterrupted;

/** A loop guest's thread waits while its actor brings events, or closes the inbox. */
public final class BlockingInboxStress {
  /** So long that nobody waits for all of it, but who was not woken. */
  private static final int LONG_MILLIS = 20_000;

  private BlockingInboxStress() {}

  /** How many of the two events came before the guest was told of the end. */
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "All that came before the end.")
  @State
  public static class TheEndComesAfterTheEvents {
    private final BlockingInbox inbox = new BlockingInbox(Time.ofThisMachine());

    @Actor
    public void guest(I_Result seen) {
      try {
        while (inbox.await(LONG_MILLIS)) {
          seen.r1 += inbox.poll().isPresent() ? 1 : 0;
        }
      } catch (GuestInterrupted e) {
        // The end.
      }
    }

    @Actor
    public void actor() {
      inbox.put(new Event.Probe());
      inbox.put(new Event.Over(Id.EMPTY));
      inbox.close();
    }
  }

  /** Whether the wait found an event, and whether one is there then. */
  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "It is woken by what wakes it.")
  @State
  public static class WhatWakesNobodyDoesNotHideWhatDoes {
    private final BlockingInbox inbox = new BlockingInbox(Time.ofThisMachine());

    @Actor
    public void guest(ZZ_Result seen) {
      seen.r1 = inbox.await(LONG_MILLIS);
      boolean forgets = inbox.poll().filter(Event.Forget.class::isInstance).isPresent();
      seen.r2 = forgets && inbox.poll().filter(Event.Probe.class::isInstance).isPresent();
    }

    @Actor
    public void actor() {
      inbox.put(new Event.Forget(Id.EMPTY, 0));
      inbox.put(new Event.Probe());
    }
  }
}
