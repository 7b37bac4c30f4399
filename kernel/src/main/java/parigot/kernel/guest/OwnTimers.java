package parigot.kernel.guest;

import static syscall.v1.host.KernelErr.BadCallId;
import static syscall.v1.host.KernelErr.BadId;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import parigot.kernel.FromGuest;
import parigot.kernel.GuestSpec;
import parigot.kernel.Id;
import parigot.kernel.IdKind;
import parigot.kernel.TraceContext;
import parigot.v1.host.TimerRequest;

/** The system call in which a guest sets its timers. */
final class OwnTimers {
  private final GuestSpec spec;
  private final Unresolved unresolved;
  private final Refusals refusals;
  private final Consumer<FromGuest> kernel;

  /** Counted until the next event: one event must not fill the kernel's mailbox. */
  private int cancelled;

  OwnTimers(GuestSpec spec, Unresolved unresolved, Refusals refusals, Consumer<FromGuest> kernel) {
    this.spec = spec;
    this.unresolved = unresolved;
    this.refusals = refusals;
    this.kernel = kernel;
  }

  /** The guest is at its next event. */
  void nextEvent() {
    cancelled = 0;
  }

  /**
   * @param trace what the guest does
   */
  Answer timer(TimerRequest request, TraceContext trace) {
    Id call = Id.of(request.getCallId());
    if (!call.is(IdKind.CALL)) {
      return Answer.refused(BadId);
    }
    if (request.getCancel()) {
      if (unresolved.removeTimer(call)) {
        cancelled++;
        kernel.accept(new FromGuest.TimerCancelled(call));
      }
      return Answer.DONE;
    }
    if (unresolved.isInUse(call)) {
      return Answer.refused(BadCallId);
    }
    if (unresolved.isFull() || cancelled >= spec.callsInFlight()) {
      return refusals.tooManyCalls();
    }
    unresolved.addTimer(call, trace);
    Duration delay = Duration.of(Math.max(0, request.getDelayMicros()), ChronoUnit.MICROS);
    kernel.accept(new FromGuest.TimerSet(call, delay));
    return Answer.DONE;
  }
}
