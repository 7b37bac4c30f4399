package parigot.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parigot.v1.host.CallFailure;
import syscall.v1.host.KernelErr;

/** What a guest has done, as its {@code SystemCalls} tells the kernel. In the order it happened. */
public sealed interface FromGuest {

  /** Hands this to the method for its kind. */
  <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out);

  /** What the kernel does about each thing that a guest has done. */
  interface Cases<F> {
    void starting(Starting said, F from, long now, List<Effect> out);

    void started(Started said, F from, long now, List<Effect> out);

    void registered(Registered said, F from, long now, List<Effect> out);

    void bound(Bound said, F from, long now, List<Effect> out);

    void exported(Exported said, F from, long now, List<Effect> out);

    void required(Required said, F from, long now, List<Effect> out);

    void launchAsked(LaunchAsked said, F from, long now, List<Effect> out);

    void dispatched(Dispatched said, F from, long now, List<Effect> out);

    void withdrawn(Withdrawn said, F from, long now, List<Effect> out);

    void returned(Returned said, F from, long now, List<Effect> out);

    void returnedTooMuch(ReturnedTooMuch said, F from, long now, List<Effect> out);

    void returnedLate(ReturnedLate said, F from, long now, List<Effect> out);

    void exitAsked(ExitAsked said, F from, long now, List<Effect> out);

    void exitDelivered(ExitDelivered said, F from, long now, List<Effect> out);

    void timerSet(TimerSet said, F from, long now, List<Effect> out);

    void timerCancelled(TimerCancelled said, F from, long now, List<Effect> out);

    void forgot(Forgot said, F from, long now, List<Effect> out);

    void took(Took said, F from, long now, List<Effect> out);

    void refused(Refused said, F from, long now, List<Effect> out);

    void idle(Idle said, F from, long now, List<Effect> out);
  }

  /** The guest's start is about to begin. It comes before all else. */
  record Starting() implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.starting(this, from, now, out);
    }
  }

  /** The guest's start has ended: a classic guest asks for its first event, or it has returned. */
  record Started() implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.started(this, from, now, out);
    }
  }

  record Registered(Id service, String debugName) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.registered(this, from, now, out);
    }
  }

  record Bound(Id service, Id method, String methodName) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.bound(this, from, now, out);
    }
  }

  record Exported(Id service, List<ServiceName> names) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.exported(this, from, now, out);
    }
  }

  record Required(Id service, List<ServiceName> names) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.required(this, from, now, out);
    }
  }

  record LaunchAsked(Id service, Id call) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.launchAsked(this, from, now, out);
    }
  }

  /**
   * The guest has made a call.
   *
   * @param timeoutMillis how long it is to wait at most; 0 leaves that to others
   * @param isMost whether what others say counts all the same where it is less
   */
  record Dispatched(
      Id call, Id service, Id method, Payload param, long timeoutMillis, boolean isMost)
      implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.dispatched(this, from, now, out);
    }
  }

  /**
   * The caller waits no longer for this call of its own: it is as if it had never been made. An
   * {@link Event.Over} says when nobody works on it any more.
   */
  record Withdrawn(Id call) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.withdrawn(this, from, now, out);
    }
  }

  /**
   * The guest has answered a call.
   *
   * @param failure what it says of why it was not carried out, or may have been
   */
  record Returned(Id call, Payload result, int error, Optional<CallFailure> failure)
      implements FromGuest {
    /** Whether another node says that the call certainly was not carried out there. */
    public boolean wasNotCarriedOut() {
      return failure
          .filter(why -> why.getReason() == KernelErr.NetworkConnectionLost && !why.getMayHaveRun())
          .isPresent();
    }

    /** What became of the call with it. */
    public CallOutcome outcome() {
      return error == 0
          ? CallOutcome.OK
          : failure.map(why -> CallOutcome.of(why.getReason())).orElse(CallOutcome.ERROR);
    }

    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.returned(this, from, now, out);
    }
  }

  /** The guest has answered with more than its caller can take, and was told so. */
  record ReturnedTooMuch(Id call, int size, int capacity) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.returnedTooMuch(this, from, now, out);
    }
  }

  /** The guest has answered a call that no longer waited, and was told so. */
  record ReturnedLate(Id call) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.returnedLate(this, from, now, out);
    }
  }

  record ExitAsked(Id call, Id service, int code, boolean shutdownAll) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.exitAsked(this, from, now, out);
    }
  }

  /** The guest has answered its own exit call and was handed the exit event. */
  record ExitDelivered(Id call) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.exitDelivered(this, from, now, out);
    }
  }

  record TimerSet(Id call, Duration delay) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.timerSet(this, from, now, out);
    }
  }

  record TimerCancelled(Id call) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.timerCancelled(this, from, now, out);
    }
  }

  /**
   * The guest has taken note that so many calls to it, of so many bytes, wait no longer.
   *
   * @param unbegun those of them that it had not begun, and never does
   */
  record Forgot(int calls, long bytes, List<Id> unbegun) implements FromGuest {
    public Forgot {
      unbegun = List.copyOf(unbegun);
    }

    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.forgot(this, from, now, out);
    }
  }

  /** The guest has taken results of so many bytes. Said of several at a time. */
  record Took(long bytes) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.took(this, from, now, out);
    }
  }

  /**
   * Something that the guest asked for was over one of its limits, and was refused. Said of each
   * limit once an event.
   *
   * @param key the limit's, in the configuration
   */
  record Refused(String key, String sentence) implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.refused(this, from, now, out);
    }
  }

  /** The guest has come to an {@link Event.Probe} and has nothing to do. */
  record Idle() implements FromGuest {
    @Override
    public <F> void giveTo(Cases<F> cases, F from, long now, List<Effect> out) {
      cases.idle(this, from, now, out);
    }
  }
}
