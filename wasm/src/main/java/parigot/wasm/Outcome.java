package parigot.wasm;

/** How an entry into a guest ended. After anything but {@link Returned} the instance is spent. */
public sealed interface Outcome {

  /** The guest came back and can be entered again. */
  record Returned() implements Outcome {}

  /** The guest called {@code proc_exit}. */
  record Exited(int code) implements Outcome {}

  /** The guest trapped or broke something of the host's: one sentence, and the cause. */
  record Trapped(String reason, Throwable cause) implements Outcome {}

  /** The guest was interrupted from outside. */
  record Interrupted() implements Outcome {}
}
