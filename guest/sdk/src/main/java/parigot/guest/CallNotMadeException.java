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
  private final boolean forCaller;

  CallNotMadeException(String message, KernelErr reason) {
    this(message, reason, null);
  }

  CallNotMadeException(String message, KernelErr reason, List<String> chain) {
    this(message, reason, chain, false);
  }

  private CallNotMadeException(
      String message, KernelErr reason, List<String> chain, boolean forCaller) {
    super(message);
    this.reason = requireNonNull(reason);
    this.chain = chain;
    this.forCaller = forCaller;
  }

  /**
   * For a method that has done nothing but this call: when it fails with what this gives, its own
   * caller gets a {@code CallNotMadeException} too. With this exception itself it gets the
   * service's error 1, since the method may have done something else before.
   */
  public CallNotMadeException forCaller() {
    return new CallNotMadeException(getMessage(), reason, chain, true);
  }

  boolean isForCaller() {
    return forCaller;
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
