package parigot.actors;

import java.util.Optional;
import parigot.v1.host.CallFailure;

/**
 * A call of the host's code into a service did not give a result. Either the service answered with
 * an error of its own enum ({@link #failure} is empty), or the call was failed on its way.
 */
public final class CallException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int error;
  private final transient Optional<CallFailure> failure;

  CallException(String message, int error, Optional<CallFailure> failure) {
    super(message);
    this.error = error;
    this.failure = failure;
  }

  /** The error's number in the service's error enum; 1 when the call was not carried out. */
  public int error() {
    return error;
  }

  /** Why the host failed the call, when it was the host and not the service. */
  public Optional<CallFailure> failure() {
    return failure;
  }
}
