package parigot.kernel;

import java.util.List;
import parigot.v1.host.CallFailure;
import parigot.v1.host.SharedError;
import syscall.v1.host.KernelErr;

/** What callers are told of calls without an answer: always small enough for a classic guest. */
public final class Failures {
  /** How every service's own errors name a call that was not carried out, or nobody knows. */
  public static final int DISPATCH_ERROR = SharedError.DispatchError_VALUE;

  /** How long the detail is at most: a failure must fit into an event of the smallest guest. */
  private static final int LONGEST_DETAIL = 300;

  private Failures() {}

  public static CallFailure of(
      KernelErr reason, String detail, List<String> chain, boolean mayHaveRun) {
    return CallFailure.newBuilder()
        .setReason(reason)
        .setDetail(Printable.of(detail, LONGEST_DETAIL))
        .addAllChain(chain)
        .setMayHaveRun(mayHaveRun)
        .build();
  }
}
