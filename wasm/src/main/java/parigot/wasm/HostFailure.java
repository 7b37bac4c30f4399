package parigot.wasm;

/** A host function threw what it should not; ends the guest that called it. */
final class HostFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  HostFailure(String function, Throwable cause) {
    super(
        "the host's function %s failed: %s"
            .formatted(function, Printable.sentence(cause.toString())),
        cause,
        false,
        false);
  }
}
