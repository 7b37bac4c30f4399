package parigot.simulation;

/** A call of a {@link Client} has no answer, or its answer is an error. */
public final class CallFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int error;

  CallFailedException(String name, int error, String why) {
    super(name + ": " + why);
    this.error = error;
  }

  /** The service's own number of the error, or the kernel's where the call was not sent. */
  public int error() {
    return error;
  }
}
