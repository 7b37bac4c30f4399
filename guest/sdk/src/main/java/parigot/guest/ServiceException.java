package parigot.guest;

import static java.util.Objects.requireNonNull;

/**
 * A method ended with an error of its service's enum. The implementation throws it, or fails its
 * future with it, and the caller's future fails with it too: the number travels, the detail does
 * not.
 */
public final class ServiceException extends CallException {
  private static final long serialVersionUID = 1;

  private final transient ServiceError error;
  private final int number;
  private final String detail;

  /** An error with a number that its enum may not know. */
  ServiceException(ServiceError error, int number, String detail) {
    super(message(error, number, detail));
    this.error = requireNonNull(error);
    this.number = number;
    this.detail = detail;
  }

  ServiceException(ServiceError error, String detail) {
    this(error, error.getNumber(), detail);
  }

  private static String message(ServiceError error, int number, String detail) {
    String name = error.name() + " (" + number + ")";
    return detail.isEmpty() ? name : name + ": " + detail;
  }

  /** The constant of the service's enum; the unrecognized one if the enum has none for it. */
  public ServiceError error() {
    return error;
  }

  /** The number as it travelled, also when the enum does not know it. */
  public int number() {
    return number;
  }

  /** More words, where the error was made; empty for a caller. */
  public String detail() {
    return detail;
  }

  /** Whether it is this constant. */
  public boolean is(ServiceError constant) {
    return error == constant;
  }
}
