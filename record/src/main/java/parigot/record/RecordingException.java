package parigot.record;

/** A recording cannot be used. The message is a sentence for the person who wanted it. */
public final class RecordingException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * The same from who uses recordings.
   *
   * @param message as above
   */
  public RecordingException(String message) {
    super(message);
  }

  RecordingException(String message, Throwable cause) {
    super(message, cause);
  }
}
