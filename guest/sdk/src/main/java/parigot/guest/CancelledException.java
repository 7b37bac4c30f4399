package parigot.guest;

/** The error of a {@link Future} that was cancelled. */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CancelledException() {
    super("it was cancelled");
  }
}
