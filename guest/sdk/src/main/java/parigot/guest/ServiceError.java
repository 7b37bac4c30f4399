package parigot.guest;

/**
 * An error that a service's methods may end with: a constant of the enum that its .proto marks with
 * {@code parigot_error}. In an implementation: {@code throw GreetErr.UnknownLang.exception()}.
 */
public interface ServiceError {
  /** Its number in the .proto, which is what travels. */
  int getNumber();

  /** Its name in the .proto. */
  String name();

  /** An exception that ends the method with this error. */
  default ServiceException exception() {
    return exception("");
  }

  /** An exception that ends the method with this error; the detail is for the service's own log. */
  default ServiceException exception(String detail) {
    return new ServiceException(this, detail);
  }
}
