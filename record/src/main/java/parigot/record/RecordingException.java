package parigot.record;

import java.nio.file.Path;

/** A recording cannot be used. The message is a sentence for the person who wanted it. */
public final class RecordingException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean torn;

  /**
   * The same from who uses recordings.
   *
   * @param message as above
   */
  public RecordingException(String message) {
    this(message, false);
  }

  private RecordingException(String message, boolean torn) {
    super(message);
    this.torn = torn;
  }

  RecordingException(String message, Throwable cause) {
    super(message, cause);
    torn = false;
  }

  /** Of a file that ends before its head does. */
  static RecordingException torn(Path file) {
    return new RecordingException(file + " is torn before anything was recorded.", true);
  }

  /** Whether it is about a file that ends before its head does. */
  boolean isTorn() {
    return torn;
  }
}
