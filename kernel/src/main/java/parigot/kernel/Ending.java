package parigot.kernel;

/** How a guest came to its end. */
public sealed interface Ending {

  /** It returned from its start (code 0) or called {@code proc_exit}. */
  record Exited(int code) implements Ending {}

  /** It trapped, or was ended because it went over a limit: one sentence says which. */
  record Failed(String reason) implements Ending {}

  /** It was stopped because the kernel said so. */
  record Stopped() implements Ending {}
}
