package parigot.wasm;

/**
 * How an entry into a guest ended. After anything but {@link Returned} the instance is spent: its
 * memory may be half changed, and it cannot be entered again.
 */
public sealed interface Outcome {

  /** The guest came back and can be entered again. */
  record Returned() implements Outcome {}

  /**
   * The guest called {@code proc_exit}.
   *
   * @param code as the guest gave it, an unsigned number of 32 bits in a signed one
   */
  record Exited(int code) implements Outcome {}

  /** The guest trapped or broke something of the host's: one sentence, and the cause. */
  record Trapped(String reason, Throwable cause) implements Outcome {}

  /** The guest was interrupted from outside. */
  record Interrupted() implements Outcome {}
}
