package parigot.kernel;

import java.util.List;
import java.util.Optional;
import parigot.v1.host.CallFailure;
import syscall.v1.host.KernelErr;

/** What callers are told of calls without an answer: always small enough for a classic guest. */
final class Failures {
  /** How every service's own errors name a call that was not carried out, or nobody knows. */
  static final int DISPATCH_ERROR = 1;

  private Failures() {}

  static CallFailure of(KernelErr reason, String detail, List<String> chain, boolean mayHaveRun) {
    return CallFailure.newBuilder()
        .setReason(reason)
        .setDetail(Printable.of(detail, CallChain.LONGEST_DETAIL))
        .addAllChain(chain)
        .setMayHaveRun(mayHaveRun)
        .build();
  }

  /** What a guest says of a call that it could not carry out, as far as it may. */
  static Optional<CallFailure> stated(Wire.Return answer) {
    if (answer.failure().isEmpty()
        || answer.error() != DISPATCH_ERROR
        || answer.result().present()) {
      return Optional.empty();
    }
    CallFailure said = answer.failure().get();
    KernelErr reason =
        said.getReason() == KernelErr.UNRECOGNIZED ? KernelErr.ExecError : said.getReason();
    return Optional.of(of(reason, said.getDetail(), List.of(), said.getMayHaveRun()));
  }
}
