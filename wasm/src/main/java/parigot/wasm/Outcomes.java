package parigot.wasm;

import com.dylibso.chicory.runtime.ChicoryInterruptedException;
import com.dylibso.chicory.runtime.WasmException;
import java.util.List;

/** Says in people's words how an entry into a guest ended, from what it threw. */
final class Outcomes {
  static final String TOO_DEEP = "its calls went too deep for the stack";

  static final Outcome RETURNED = new Outcome.Returned();

  private Outcomes() {}

  /**
   * The outcome of an entry that threw something.
   *
   * @param where in the guest it was thrown; none for what the host's own code throws
   * @param before what the guest met before that may be the reason: the end of the sentence
   */
  static Outcome of(Throwable thrown, boolean interrupted, List<String> where, String before) {
    if (thrown instanceof GuestExit exit) {
      return new Outcome.Exited(exit.code());
    }
    boolean ended =
        interrupted
            || thrown instanceof GuestInterrupted
            || thrown instanceof ChicoryInterruptedException;
    if (ended && !isOfTheMachine(thrown)) {
      return new Outcome.Interrupted(where.stream().filter(FunctionNames::isName).toList());
    }
    if (thrown instanceof HostFailure failure) {
      return new Outcome.Trapped(failure.getMessage(), failure.getCause());
    }
    return new Outcome.Trapped(
        "the guest trapped%s: %s%s".formatted(TrapStack.inSentence(where), message(thrown), before),
        thrown,
        where);
  }

  /** What must be told even of a guest that was to end anyway: others may meet it next. */
  private static boolean isOfTheMachine(Throwable thrown) {
    Throwable own = thrown instanceof HostFailure ? thrown.getCause() : thrown;
    return own instanceof OutOfMemoryError || own instanceof LinkageError;
  }

  /** What went wrong, without a class's name where the exception has words of its own. */
  static String message(Throwable thrown) {
    if (thrown instanceof StackOverflowError || thrown.getCause() instanceof StackOverflowError) {
      return TOO_DEEP;
    }
    if (thrown instanceof OutOfMemoryError) {
      return "the host had no memory left for it";
    }
    if (thrown instanceof WasmException) {
      return "it threw an exception that nothing caught";
    }
    if (thrown instanceof Error) {
      return Printable.sentence(thrown.toString());
    }
    return thrown.getMessage() == null
        ? thrown.getClass().getSimpleName()
        : Printable.sentence(thrown.getMessage());
  }
}
