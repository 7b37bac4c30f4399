package parigot.inspect;

/** An application cannot be looked at. The message is a sentence for who asked. */
public final class InspectionException extends Exception {
  private static final long serialVersionUID = 1;

  InspectionException(String message) {
    super(message);
  }

  InspectionException(String message, Throwable cause) {
    super(message, cause);
  }
}
