package parigot.kernel.rules;

import java.util.List;
import java.util.Optional;
import parigot.kernel.Effect;
import parigot.kernel.Event;
import parigot.kernel.Id;

/**
 * Calls that were withdrawn when their callee had them already, for as long as it may work on them:
 * until it has answered, or dropped them unbegun, or ended. A callee need never answer, so no
 * longer than they would have waited.
 */
final class WithdrawnCalls {
  private final OpenCalls calls = new OpenCalls();

  void add(Call call) {
    // They come in another order than they were made in.
    calls.add(call.withoutParam(), false);
  }

  /** The callee has done with this call, if it is one of these. */
  void over(Host callee, Id id, List<Effect> out) {
    calls.find(id).filter(call -> call.callee().equals(callee)).ifPresent(call -> over(call, out));
  }

  private void over(Call call, List<Effect> out) {
    calls.remove(call);
    call.caller().deliver(new Event.Over(call.id()), out);
  }

  /** Those whose time has passed are over. */
  void expire(long now, List<Effect> out) {
    for (Optional<Call> next = calls.nextOver();
        next.isPresent() && next.get().deadline() <= now;
        next = calls.nextOver()) {
      over(next.get(), out);
    }
  }

  /** The one whose time passes first. */
  Optional<Call> nextOver() {
    return calls.nextOver();
  }

  boolean isEmpty() {
    return calls.isEmpty();
  }

  /** Nobody is to be told of its calls any more, and it works on none. */
  void ended(Host host, List<Effect> out) {
    if (calls.isEmpty()) {
      return;
    }
    for (Call call : calls.all()) {
      if (call.caller().equals(host)) {
        calls.remove(call);
      } else if (call.callee().equals(host)) {
        over(call, out);
      }
    }
  }
}
