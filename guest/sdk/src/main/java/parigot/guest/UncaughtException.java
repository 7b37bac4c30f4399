package parigot.guest;

/**
 * What becomes of an exception that a program's {@code main} throws. The compiler of guests calls
 * this, by the name of the class and the method.
 */
final class UncaughtException {
  private UncaughtException() {}

  /** Logs it and ends the guest with 1, as a Java virtual machine ends. */
  static void tell(Throwable thrown) {
    Logger.get().error("main threw an exception", thrown);
    WasmHost.INSTANCE.end(1);
  }
}
