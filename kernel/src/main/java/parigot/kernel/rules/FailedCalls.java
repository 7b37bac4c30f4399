package parigot.kernel.rules;

import java.util.List;
import java.util.Optional;
import parigot.kernel.CallOutcome;
import parigot.kernel.CurrentCalls;
import parigot.kernel.Effect;
import parigot.kernel.Event;
import parigot.kernel.FailedCallView;
import parigot.kernel.Failures;
import parigot.kernel.FromGuest;
import parigot.kernel.Id;
import parigot.kernel.Payload;
import parigot.v1.host.CallFailure;
import syscall.v1.host.KernelErr;

/** Tells those who made calls, and the operator, why these were not carried out. */
final class FailedCalls {
  private final CallDeadlocks deadlocks;
  private final CurrentCalls current;
  private final Counters counters;
  private final RecentFailures recent = new RecentFailures();

  FailedCalls(CallDeadlocks deadlocks, CurrentCalls current, Counters counters) {
    this.deadlocks = deadlocks;
    this.current = current;
    this.counters = counters;
  }

  private record Failure(KernelErr reason, boolean mayHaveRun, String detail) {}

  /** Whom this call waits for. To be asked while it does. */
  CallChain chain(Call call, long now) {
    return CallChain.from(call, current, now);
  }

  /** A call that was taken has failed. */
  void fail(
      Call call,
      CallChain chain,
      KernelErr reason,
      String detail,
      Effect.Severity severity,
      long now,
      List<Effect> out) {
    counters.ended(call, CallOutcome.of(reason), 0, now);
    out.add(
        new Effect.Report(
            severity,
            call.callerLabel() + " " + reason,
            about(call),
            "A call of %s failed: %s".formatted(call.callerLabel(), detail)));
    Failure failure = new Failure(reason, call.isDelivered(), detail);
    List<String> links = chain.links();
    recent.add(call, CallOutcome.of(reason), 0, detail, call.isDelivered(), links, now);
    resolve(call.caller(), call.id(), call.methodAsked(), failure, links, out);
  }

  /** A call was not taken, for what it would go over. */
  void refuse(Call call, KernelErr reason, String detail, long now, List<Effect> out) {
    counters.ended(call, CallOutcome.of(reason), 0, now);
    out.add(
        new Effect.Report(
            Effect.Severity.WARNING,
            call.callerLabel() + " refused " + reason,
            about(call),
            "A call of %s was refused: %s".formatted(call.callerLabel(), detail)));
    Failure failure = new Failure(reason, false, detail);
    List<String> chain = List.of(CallChain.link(call));
    recent.add(call, CallOutcome.of(reason), 0, detail, false, chain, now);
    resolve(call.caller(), call.id(), call.methodAsked(), failure, chain, out);
  }

  private static List<String> about(Call call) {
    return List.of(call.callerLabel(), call.service().owner());
  }

  /** Why a call cannot reach a service that will be there again. */
  static String whyAway(Service away) {
    return away.host().isAway()
        ? "%s is on node %s, which is away.".formatted(away.owner(), away.host().label())
        : "%s has ended and will be started again.".formatted(away.owner());
  }

  /** A call was not taken, for what it calls is not there. */
  void notThere(Host caller, Id call, Id method, String detail, List<Effect> out) {
    Failure failure = new Failure(KernelErr.NetworkConnectionLost, false, detail);
    resolve(caller, call, method, failure, List.of(), out);
  }

  /** As above, of a call that is known. */
  void notThere(Call call, String detail, long now, List<Effect> out) {
    counters.ended(call, CallOutcome.LOST, 0, now);
    recent.add(call, CallOutcome.LOST, 0, detail, false, List.of(), now);
    notThere(call.caller(), call.id(), call.methodAsked(), detail, out);
  }

  /** A guest here has called what is not there, and will not be. */
  void ofNobody(Host caller, FromGuest.Dispatched made, long now, List<Effect> out) {
    counters.ofNobody(caller, made.param().size());
    String detail = "The called guest ended before the call reached it.";
    recent.ofNobody(caller, made.call(), made.param().trace(), detail, now);
    notThere(caller, made.call(), made.method(), detail, out);
  }

  /** A call was answered with an error: by its callee, or by another node that could not ask it. */
  void answered(Call call, FromGuest.Returned answer, long now) {
    Optional<CallFailure> why = answer.failure();
    if (why.isPresent()) {
      recent.add(
          call,
          answer.outcome(),
          0,
          why.get().getDetail(),
          why.get().getMayHaveRun(),
          why.get().getChainList(),
          now);
    } else {
      String detail = "%s answered with its error %d.".formatted(call.target(), answer.error());
      List<String> chain = List.of(CallChain.link(call));
      recent.add(call, answer.outcome(), answer.error(), detail, true, chain, now);
    }
  }

  /** The last that have failed, the last one first. */
  List<FailedCallView> recent(long now) {
    return recent.views(now);
  }

  private void resolve(
      Host caller, Id call, Id method, Failure failure, List<String> chain, List<Effect> out) {
    CallFailure said = Failures.of(failure.reason(), failure.detail(), chain, failure.mayHaveRun());
    Event.Resolved resolved =
        new Event.Resolved(
            call, method, Payload.ABSENT, Failures.DISPATCH_ERROR, Optional.of(said));
    caller.deliver(resolved, out);
    deadlocks.suspect(caller);
  }
}
