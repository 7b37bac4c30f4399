package parigot.runtime;

import parigot.v1.host.CallFailure;
import parigot.wasm.HostFunction;

/**
 * Why the last call of a plugin that one guest made has no answer: an error number alone does not
 * say whether the call may have been carried out. On the guest's thread alone.
 */
public final class LastPluginFailure {
  /** The import of the module {@code parigot} that tells it, once. */
  public static final String IMPORT_NAME = "failure_";

  private CallFailure last = CallFailure.getDefaultInstance();

  /** There is no answer, and this is why. */
  public void set(CallFailure failure) {
    last = failure;
  }

  /** The call is another one. */
  public void clear() {
    last = CallFailure.getDefaultInstance();
  }

  /** Nothing when the call was answered, be it with an error of its service. */
  public HostFunction.Reply take() {
    HostFunction.Reply reply = HostFunction.Reply.of(last.toByteArray());
    clear();
    return reply;
  }
}
