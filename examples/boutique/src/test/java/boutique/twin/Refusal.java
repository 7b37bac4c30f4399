package boutique.twin;

import syscall.v1.host.KernelErr;

/** A system call that is refused with a number that the guest knows. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final KernelErr reason;

  Refusal(KernelErr reason) {
    super(reason.name());
    this.reason = reason;
  }

  int number() {
    return reason.getNumber();
  }
}
