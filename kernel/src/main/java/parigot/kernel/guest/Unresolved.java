package parigot.kernel.guest;

import java.util.HashMap;
import java.util.Map;
import parigot.kernel.Id;

/** A guest's calls, timers, launches and exits that are not resolved, by the ids it gave them. */
final class Unresolved {
  private final PendingEvents arrivals;
  private final int most;
  private final Map<Id, Open> open = new HashMap<>();
  private long parameterBytes;
  private int launching;

  /** What is not resolved, and how many bytes its parameter takes. */
  private record Open(Kind kind, int bytes) {
    static final Open LAUNCH = new Open(Kind.LAUNCH, 0);
    static final Open EXIT = new Open(Kind.EXIT, 0);
    static final Open TIMER = new Open(Kind.TIMER, 0);
  }

  private enum Kind {
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
  void addCall(Id call, int bytes) {
    open.put(call, new Open(Kind.CALL, bytes));
    parameterBytes += bytes;
  }

  void addLaunch(Id call) {
    open.put(call, Open.LAUNCH);
    launching++;
  }

  void addExit(Id call) {
    open.put(call, Open.EXIT);
  }

  void addTimer(Id call) {
    open.put(call, Open.TIMER);
  }

  /** Whether this was a timer, which is not waited for any more. */
  boolean removeTimer(Id call) {
    return open.remove(call, Open.TIMER);
  }

  /** Whether this was a call, which is not waited for any more. */
  boolean removeCall(Id call) {
    Open waiting = open.get(call);
    return waiting != null && waiting.kind() == Kind.CALL && remove(call);
  }

  /** Whether the guest waits for this one; an answer to what it took back is nothing to it. */
  boolean remove(Id call) {
    Open closed = open.remove(call);
    if (closed == null) {
      return false;
    }
    parameterBytes -= closed.bytes();
    if (closed.kind() == Kind.LAUNCH) {
      launching--;
    }
    return true;
  }
}
