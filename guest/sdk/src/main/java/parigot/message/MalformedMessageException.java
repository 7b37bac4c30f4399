package parigot.message;

/**
 * Bytes that are not a message of the expected type, or that go beyond the limits of {@link
 * MessageReader}.
 */
public final class MalformedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says in a sentence what is wrong. */
  public MalformedMessageException(String problem) {
    super(problem);
  }

  static MalformedMessageException truncated() {
    return new MalformedMessageException("The message ends in the middle of a field.");
  }
}
