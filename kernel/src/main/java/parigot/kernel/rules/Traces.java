package parigot.kernel.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import parigot.kernel.CallOutcome;
import parigot.kernel.CallSpan;
import parigot.kernel.CallView;
import parigot.kernel.GuestKind;
import parigot.kernel.Id;
import parigot.kernel.Payload;
import parigot.kernel.SpanIds;
import parigot.kernel.TraceContext;

/**
 * Makes each call a span of its trace, and begins traces, while somebody keeps them. Else a call
 * passes on the trace that it is made in as it is.
 */
final class Traces {
  /** One more than the largest number that a sample is drawn from: as exact as a share is. */
  private static final double SAMPLES = 0x1p53;

  private OptionalDouble share = OptionalDouble.empty();
  private List<CallSpan> ended = new ArrayList<>();

  /**
   * @param shareOfThoseThatBeginHere from 0 to 1; of others those are kept whose clients want it
   */
  void keep(double shareOfThoseThatBeginHere) {
    share = OptionalDouble.of(shareOfThoseThatBeginHere);
  }

  /** The parameter of a call that a guest here makes, as a part of the trace that it belongs to. */
  Payload begun(Host caller, Id call, Payload param) {
    if (share.isEmpty()) {
      return param;
    }
    TraceContext cause = param.trace();
    if (cause.isPresent()) {
      // Of one that nobody keeps nobody asks which span has caused which.
      return cause.isSampled() ? param.within(cause.child(id(caller, call, 0))) : param;
    }
    long low = id(caller, call, 1);
    boolean isKept = (low >>> 11) < share.getAsDouble() * SAMPLES;
    return param.within(
        new TraceContext(
            id(caller, call, 2),
            low,
            id(caller, call, 0),
            0,
            isKept ? TraceContext.SAMPLED : 0,
            ""));
  }

  private static long id(Host caller, Id call, int which) {
    return SpanIds.of(caller.id(), call.high(), call.low(), which);
  }

  /** A call is over. What a guest on another node has called is kept by its own. */
  void ended(Call call, CallOutcome outcome, long now) {
    TraceContext trace = call.param().trace();
    if (share.isPresent() && trace.isSampled() && !call.caller().isPeer()) {
      CallView view = call.view(List.of(), now);
      ended.add(
          new CallSpan(
              trace,
              view.caller(),
              view.callee(),
              view.service(),
              view.method(),
              call.madeAt(),
              now,
              outcome,
              call.caller().spec().kind() == GuestKind.EMBEDDER));
    }
  }

  /** Those that have ended since this was last asked. */
  List<CallSpan> takeEnded() {
    if (ended.isEmpty()) {
      return List.of();
    }
    List<CallSpan> taken = ended;
    ended = new ArrayList<>();
    return taken;
  }
}
