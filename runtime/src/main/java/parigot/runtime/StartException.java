package parigot.runtime;

/**
 * An application cannot start, or did not come up. The message is for the person who started it:
 * one sentence, no stack trace needed.
 */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StartException(String message) {
    super(message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
