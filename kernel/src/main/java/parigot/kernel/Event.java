package parigot.kernel;

import java.util.Optional;
import parigot.v1.host.CallFailure;

/** What the kernel has for a guest. */
public sealed interface Event {

  /** A call to one of the guest's services. */
  record Call(Id call, Id callerHost, int callerCapacity, Id service, Id method, Payload param)
      implements Event {}

  /** The end of a call that the guest made, of its launch, its exit or its timer. */
  record Resolved(Id call, Id method, Payload result, int error, Optional<CallFailure> failure)
      implements Event {}

  /** The application is ending: every guest is asked to exit with this code. */
  record Exit(Id service, int code) implements Event {}

  /**
   * A call that was delivered to the guest no longer waits for an answer. Guests never see this
   * one.
   *
   * @param bytes how many its parameter has
   */
  record Forget(Id call, int bytes) implements Event {}

  /**
   * The kernel wants to know when the guest has nothing to do. Guests never see this one; their
   * {@link SystemCalls} answer it once there is no other event.
   */
  record Probe() implements Event {}
}
