package parigot.guest;

import java.util.HashMap;
import java.util.Map;

/** What this guest waits for, by call id: answers, timers, its launch. */
final class OpenCalls {
  private final Map<Id, Waiting> waiting = new HashMap<>();

  /** What to do when the call is resolved. */
  @FunctionalInterface
  interface Waiting {
    void resolved(Event result);
  }

  void open(Id call, Waiting then) {
    waiting.put(call, then);
  }

  /** No longer waits for it: what comes is ignored. */
  void forget(Id call) {
    waiting.remove(call);
  }

  /** Goes on with what waited for this call; nothing may have, when it was cancelled. */
  void resolved(Event result) {
    Waiting then = waiting.remove(result.resolved());
    if (then != null) {
      then.resolved(result);
    }
  }

  int size() {
    return waiting.size();
  }
}
