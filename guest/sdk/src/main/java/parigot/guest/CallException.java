package parigot.guest;

/**
 * Why a call has no result. Which of the three it is says whether trying again can do harm: it was
 * not made, it failed over there, or nobody knows.
 */
public abstract sealed class CallException extends RuntimeException
    permits CallNotMadeException, OutcomeUnknownException, ServiceException {
  private static final long serialVersionUID = 1;

  CallException(String message) {
    super(message);
  }

  CallException(String message, Throwable cause) {
    super(message, cause);
  }
}
