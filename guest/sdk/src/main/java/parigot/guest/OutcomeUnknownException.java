package parigot.guest;

import static java.util.Objects.requireNonNull;

import java.util.List;
import parigot.message.MalformedMessageException;
import syscall.v1.KernelErr;

/**
 * There is no answer, and the method may have run, in part or to its end: it took too long, the
 * service ended, the answer was too large. Only a method that may run twice should be called again.
 */
public final class OutcomeUnknownException extends CallException {
  private static final long serialVersionUID = 1;

  private final KernelErr reason;
  private final transient List<String> chain;

  OutcomeUnknownException(String message, KernelErr reason, List<String> chain) {
    super(message);
    this.reason = requireNonNull(reason);
    this.chain = chain;
  }

  private OutcomeUnknownException(String message, MalformedMessageException cause) {
    super(message, cause);
    this.reason = KernelErr.UnmarshalFailed;
    this.chain = null;
  }

  /** The method has run, and what it answered is not the message that was expected. */
  static OutcomeUnknownException unreadable(String method, MalformedMessageException cause) {
    return new OutcomeUnknownException(
        "the answer of " + method + " cannot be read: " + cause.getMessage(), cause);
  }

  /** Why. */
  public KernelErr reason() {
    return reason;
  }

  /** The calls that were waiting for each other, the caller first; empty when that is unknown. */
  public List<String> chain() {
    return chain == null ? List.of() : List.copyOf(chain);
  }
}
