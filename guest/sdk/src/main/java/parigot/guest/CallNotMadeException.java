package parigot.guest;

import static java.util.Objects.requireNonNull;

import java.util.List;
import syscall.v1.KernelErr;

/**
 * The method did not run, and never will for this call: the service is not there, a request is too
 * large, a bound was reached. To call again does no harm.
 */
public final class CallNotMadeException extends CallException {
  private static final long serialVersionUID = 1;

  private final KernelErr reason;
  private final transient List<String> chain;

  CallNotMadeException(String message, KernelErr reason) {
    this(message, reason, null);
  }

  CallNotMadeException(String message, KernelErr reason, List<String> chain) {
    super(message);
    this.reason = requireNonNull(reason);
    this.chain = chain;
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
