package parigot.plugin;

import parigot.v1.host.SharedError;

/**
 * The answer of a method that has no response: an error of the service's enum. An outcome, not an
 * accident, so it carries no stack trace.
 */
public final class ServiceError extends Exception {
  /** In every service's enum: the call was not carried out, or nobody knows. */
  public static final int NOT_CARRIED_OUT = SharedError.DispatchError_VALUE;

  /** In every service's enum: the request could not be read. */
  public static final int UNREADABLE = SharedError.UnmarshalError_VALUE;

  private static final long serialVersionUID = 1;

  private final int number;

  /**
   * An error with this number.
   *
   * @param number from 1 to 255, of the service's error enum
   * @param detail one sentence for the log
   */
  public ServiceError(int number, String detail) {
    super(detail, null, false, false);
    if (number < 1 || number > 255) {
      throw new IllegalArgumentException("an error's number is 1 to 255, and not " + number);
    }
    this.number = number;
  }

  /** The number in the service's error enum. */
  public int number() {
    return number;
  }
}
