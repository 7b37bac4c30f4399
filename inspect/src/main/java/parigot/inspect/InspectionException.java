package parigot.inspect;

import parigot.v1.host.Refusal;

/** An application cannot be looked at. The message is a sentence for who asked. */
public final class InspectionException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  /**
   * One that nobody has refused.
   *
   * @param message a sentence
   */
  public InspectionException(String message) {
    super(message);
    this.refusal = Refusal.newBuilder().setError(message).build();
  }

  InspectionException(String message, Throwable cause) {
    super(message, cause);
    this.refusal = Refusal.newBuilder().setError(message).build();
  }

  InspectionException(Refusal refusal) {
    super(refusal.getError());
    this.refusal = refusal;
  }

  /** All that the application said, when it refuses. */
  public Refusal refusal() {
    return refusal;
  }
}
