package parigot.kernel;

import java.util.Optional;
import parigot.v1.host.CallFailure;

/** What the kernel has for a guest. */
public sealed interface Event {

  /** Hands this to the method for its kind. */
  void giveTo(Cases cases);

  /** Whether a guest that waits for something is to go on because of it. */
  boolean wakes();

  /** How many bytes of a call's result come with it, to the guest that made the call. */
  int resultBytes();

  /** What is done with each kind of event. */
  interface Cases {
    void call(Call event);

    void resolved(Resolved event);

    void exit(Exit event);

    void forget(Forget event);

    void over(Over event);

    void probe(Probe event);
  }

  /**
   * A call to one of the guest's services.
   *
   * @param callerName the calling guest's, or the node's that it lives on
   * @param deadline when it has waited too long
   */
  record Call(
      Id call,
      Id callerHost,
      Label callerName,
      int callerCapacity,
      Id service,
      Id method,
      Payload param,
      long deadline)
      implements Event {
    @Override
    public void giveTo(Cases cases) {
      cases.call(this);
    }

    @Override
    public boolean wakes() {
      return true;
    }

    @Override
    public int resultBytes() {
      return 0;
    }
  }

  /** The end of a call that the guest made, of its launch, its exit or its timer. */
  record Resolved(Id call, Id method, Payload result, int error, Optional<CallFailure> failure)
      implements Event {
    @Override
    public void giveTo(Cases cases) {
      cases.resolved(this);
    }

    @Override
    public boolean wakes() {
      return true;
    }

    @Override
    public int resultBytes() {
      return result.size();
    }
  }

  /** The application is ending: every guest is asked to exit with this code. */
  record Exit(Id service, int code) implements Event {
    @Override
    public void giveTo(Cases cases) {
      cases.exit(this);
    }

    @Override
    public boolean wakes() {
      return true;
    }

    @Override
    public int resultBytes() {
      return 0;
    }
  }

  /**
   * A call that was delivered to the guest no longer waits for an answer. Guests never see this
   * one.
   *
   * @param bytes how many its parameter has
   */
  record Forget(Id call, int bytes) implements Event {
    @Override
    public void giveTo(Cases cases) {
      cases.forget(this);
    }

    @Override
    public boolean wakes() {
      return false;
    }

    @Override
    public int resultBytes() {
      return 0;
    }
  }

  /**
   * A call that the guest made and has withdrawn is over: its callee never began it, has answered
   * it or has ended, or its time has passed. Guests never see this one.
   */
  record Over(Id call) implements Event {
    @Override
    public void giveTo(Cases cases) {
      cases.over(this);
    }

    @Override
    public boolean wakes() {
      return true;
    }

    @Override
    public int resultBytes() {
      return 0;
    }
  }

  /**
   * The kernel wants to know when the guest has nothing to do. Guests never see this one; their
   * {@code SystemCalls} answer it once there is no other event.
   */
  record Probe() implements Event {
    @Override
    public void giveTo(Cases cases) {
      cases.probe(this);
    }

    @Override
    public boolean wakes() {
      return true;
    }

    @Override
    public int resultBytes() {
      return 0;
    }
  }
}
