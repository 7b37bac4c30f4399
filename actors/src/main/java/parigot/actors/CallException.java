package parigot.actors;

import java.util.Optional;
import parigot.plugin.GuestCallException;
import parigot.v1.host.CallFailure;

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

  /** Why the host failed the call, when it was the host and not the service. */
  public Optional<CallFailure> failure() {
    return failure;
  }
}
