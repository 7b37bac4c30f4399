package parigot.kernel.guest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import parigot.kernel.Id;
import parigot.kernel.TraceContext;

/** A guest's calls, timers, launches and exits that are not resolved, by the ids it gave them. */
final class Unresolved {
  private final PendingEvents arrivals;
  private final int most;
  private final Map<Id, Open> open = new HashMap<>();
  private long parameterBytes;
  private int launching;

  /**
   * What is not resolved.
   *
   * @param bytes how many its parameter takes
   * @param trace what the guest did when it began this, and goes on with when it is resolved
   */
  record Open(Kind kind, int bytes, TraceContext trace) {
    static final Open LAUNCH = new Open(Kind.LAUNCH, 0, TraceContext.NONE);
    static final Open EXIT = new Open(Kind.EXIT, 0, TraceContext.NONE);
    static final Open TIMER = new Open(Kind.TIMER, 0, TraceContext.NONE);
  }

  enum Kind {
    LAUNCH,
    CALL,
    EXIT,
    TIMER
  }

  /**
   * @param arrivals the calls to the guest, whose ids its own may not have
   * @param most how many there may be, but for launches
   */
  Unresolved(PendingEvents arrivals, int most) {
    this.arrivals = arrivals;
    this.most = most;
  }

  /** Whether an id cannot be that of one more. */
  boolean isInUse(Id call) {
    return open.containsKey(call) || arrivals.knows(call);
  }

  boolean isFull() {
    return open.size() - launching >= most;
  }

  /** How many bytes the parameters of the calls take. */
  long parameterBytes() {
    return parameterBytes;
  }

  /**
   * @param bytes what its parameter takes
   */
  void addCall(Id call, int bytes, TraceContext trace) {
    open.put(call, new Open(Kind.CALL, bytes, trace));
    parameterBytes += bytes;
  }

  void addLaunch(Id call) {
    open.put(call, Open.LAUNCH);
    launching++;
  }

  void addExit(Id call) {
    open.put(call, Open.EXIT);
  }

  void addTimer(Id call, TraceContext trace) {
    open.put(call, trace.isPresent() ? new Open(Kind.TIMER, 0, trace) : Open.TIMER);
  }

  /** Whether this was a timer, which is not waited for any more. */
  boolean removeTimer(Id call) {
    return isA(Kind.TIMER, call) && open.remove(call) != null;
  }

  /** Whether this was a call, which is not waited for any more. */
  boolean removeCall(Id call) {
    return isA(Kind.CALL, call) && remove(call).isPresent();
  }

  private boolean isA(Kind kind, Id call) {
    Open waiting = open.get(call);
    return waiting != null && waiting.kind() == kind;
  }

  /** What the guest waits for by this id; an answer to what it took back is nothing to it. */
  Optional<Open> remove(Id call) {
    Open closed = open.remove(call);
    if (closed != null) {
      parameterBytes -= closed.bytes();
      if (closed.kind() == Kind.LAUNCH) {
        launching--;
      }
    }
    return Optional.ofNullable(closed);
  }
}
