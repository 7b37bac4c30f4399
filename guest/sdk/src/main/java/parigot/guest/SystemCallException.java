package parigot.guest;

import syscall.v1.KernelErr;

/** The host refused a system call. */
final class SystemCallException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final KernelErr reason;

  SystemCallException(KernelErr reason) {
    super("the host refused: " + reason.name());
    this.reason = reason;
  }

  KernelErr reason() {
    return reason;
  }
}
