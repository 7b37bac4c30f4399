package parigot.wasm;

/** Leaves a guest that called {@code proc_exit}. */
final class GuestExit extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  GuestExit(int code) {
    super("the guest exited with code " + code, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }
}
