package parigot.wasm;

/** Leaves a {@link HostFunction} when the guest it serves is being ended. */
public final class GuestInterrupted extends RuntimeException {
  private static final long serialVersionUID = 1;

  public GuestInterrupted() {
    super("the guest is being ended", null, false, false);
  }
}
