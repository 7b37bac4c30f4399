package parigot.jvm;

/** Leaves the guest's code, which is over; an error, so that no guest takes it for a failure. */
final class GuestEnd extends Error {
  private static final long serialVersionUID = 1;

  GuestEnd() {
    super("the guest is over", null, false, false);
  }
}
