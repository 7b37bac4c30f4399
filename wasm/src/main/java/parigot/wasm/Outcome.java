package parigot.wasm;

import java.util.List;

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

  /**
   * The guest trapped or broke something of the host's.
   *
   * @param reason one sentence
   * @param functions those of the guest that were running, the innermost first, by their names;
   *     none where they are not known or the cause tells more
   */
  record Trapped(String reason, Throwable cause, List<String> functions) implements Outcome {
    public Trapped {
      functions = List.copyOf(functions);
    }

    public Trapped(String reason, Throwable cause) {
      this(reason, cause, List.of());
    }
  }

  /** The guest was interrupted from outside. */
  record Interrupted() implements Outcome {}
}
