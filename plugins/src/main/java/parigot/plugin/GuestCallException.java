package parigot.plugin;

/** A call from the host's own code into a guest's service gave no result. */
public class GuestCallException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What became of the call. */
  public enum Reason {
    /** No service that runs exports the name. */
    NO_SUCH_SERVICE,
    /** The service has no such method. */
    NO_SUCH_METHOD,
    /** The request is larger than the guest can take. */
    TOO_LARGE,
    /** A bound on calls was reached. */
    REFUSED,
    /** No answer came in time. */
    TIMED_OUT,
    /** The guest ended before it answered, or the application has ended. */
    ENDED,
    /** The service answered with an error of its own enum. */
    SERVICE_ERROR,
    /** The answer is no message of the expected type. */
    BAD_RESULT
  }

  private final Reason reason;
  private final int error;

  /**
   * A failed call.
   *
   * @param error the number in the service's error enum; 1 when the service did not answer
   */
  public GuestCallException(String message, Reason reason, int error) {
    super(message);
    this.reason = reason;
    this.error = error;
  }

  /** What became of the call. */
  public Reason reason() {
    return reason;
  }

  /** The number in the service's error enum; 1 when it was not the service that answered. */
  public int error() {
    return error;
  }
}
