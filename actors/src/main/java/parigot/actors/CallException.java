package parigot.actors;

import java.util.Optional;
import parigot.plugin.GuestCallException;
import parigot.v1.host.CallFailure;
import parigot.v1.host.SharedError;
import syscall.v1.host.KernelErr;

/**
 * A call of the host's code into a service did not give a result. Either the service answered with
 * an error of its own enum ({@link #failure} is empty), or the call was failed on its way.
 */
public final class CallException extends GuestCallException {
  private static final long serialVersionUID = 1;

  private final transient Optional<CallFailure> failure;

  CallException(String message, Reason reason, int error, Optional<CallFailure> failure) {
    super(message, reason, error);
    this.failure = failure;
  }

  CallException(String message, Reason reason) {
    this(message, reason, 1, Optional.empty());
  }

  /** One that certainly did not reach the guest. */
  static CallException notSent(String call, Reason reason, KernelErr error, String why) {
    return onItsWay(call, reason, error, why, false);
  }

  /** One that was under way when the application ended. */
  static CallException applicationEnded(String call) {
    return onItsWay(
        call, Reason.ENDED, KernelErr.NetworkConnectionLost, "the application has ended", true);
  }

  private static CallException onItsWay(
      String call, Reason reason, KernelErr error, String why, boolean mayHaveRun) {
    CallFailure failure =
        CallFailure.newBuilder().setReason(error).setDetail(why).setMayHaveRun(mayHaveRun).build();
    return new CallException(
        call + ": " + why, reason, SharedError.DispatchError_VALUE, Optional.of(failure));
  }

  /** Why the host failed the call, when it was the host and not the service. */
  public Optional<CallFailure> failure() {
    return failure;
  }
}
