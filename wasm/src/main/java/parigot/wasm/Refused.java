package parigot.wasm;

/** Why a module cannot be used, as what is said of its file: "is empty", "imports a.b, which …". */
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  Refused(String predicate) {
    super(predicate);
  }

  Refused(String predicate, Throwable cause) {
    super(predicate, cause);
  }
}
