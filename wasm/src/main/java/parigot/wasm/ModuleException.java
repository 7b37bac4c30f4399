package parigot.wasm;

/** A module cannot be used. The message is one sentence that names the file and says why. */
public final class ModuleException extends Exception {
  private static final long serialVersionUID = 1;

  public ModuleException(String message) {
    super(message);
  }

  public ModuleException(String message, Throwable cause) {
    super(message, cause);
  }
}
