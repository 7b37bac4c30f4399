package parigot.kernel.rules;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parigot.kernel.Id;

/** The calls and timers of one host, the calls to it, and how far it has come with its events. */
final class HostCalls {
  private static final long NEVER = -1;

  /** Those that it has made and that wait, the oldest first. */
  private final Set<Call> made = new LinkedHashSet<>();

  /** Whom those go to, and how many to each. */
  private final Map<Host, Integer> callees = new LinkedHashMap<>();

  /** The calls to it that wait, the oldest first. */
  private final Set<Call> serving = new LinkedHashSet<>();

  /** Its timers that are not due, by their call ids. */
  private final Map<Id, Timers.Timer> timers = new LinkedHashMap<>();

  /** Those around which a deadlock is looked for once this one has answered. */
  private final Set<Host> waitingForProbe = new LinkedHashSet<>();

  /** What becomes of its calls, by the methods that it calls. */
  private final Map<Id, Counters.Counter> counters = new HashMap<>();

  private int unread;
  private long callBytes;
  private long resultBytes;
  private long lastAnsweredAt;

  /** How many events were delivered to it. */
  private long delivered;

  /** After how many events it was last asked whether it has nothing to do. */
  private long probedAfter = NEVER;

  /** After how many events it last had nothing to do. */
  private long idleAfter = NEVER;

  /** A call between two hosts waits from now on. */
  static void opened(Call call) {
    HostCalls caller = call.caller().calls();
    HostCalls callee = call.callee().calls();
    caller.made.add(call);
    caller.callees.merge(call.callee(), 1, Integer::sum);
    callee.serving.add(call);
    callee.callBytes += call.size();
  }

  /** A call between two hosts waits no longer. */
  static void closed(Call call) {
    HostCalls caller = call.caller().calls();
    HostCalls callee = call.callee().calls();
    if (caller.made.remove(call)) {
      caller.callees.computeIfPresent(
          call.callee(), (host, calls) -> calls == 1 ? null : calls - 1);
    }
    if (callee.serving.remove(call)) {
      callee.callBytes -= call.size();
    }
  }

  /** Whether it waits for an answer. */
  boolean hasMade() {
    return !made.isEmpty();
  }

  /** The call for whose answer it has waited longest. */
  Call oldestMade() {
    return made.iterator().next();
  }

  /** The calls that it has made and that wait, the oldest first, as they are now. */
  List<Call> made() {
    return List.copyOf(made);
  }

  /** Whom its calls go to that wait. */
  Set<Host> callees() {
    return callees.keySet();
  }

  /** Whether somebody waits for an answer of it. */
  boolean isServing() {
    return !serving.isEmpty();
  }

  /** The calls to it that wait, the oldest first, as they are now. */
  List<Call> serving() {
    return List.copyOf(serving);
  }

  /** The call to it that has waited longest. */
  Optional<Call> oldestServing() {
    return serving.stream().findFirst();
  }

  /** How many calls to it wait. */
  int servingCount() {
    return serving.size();
  }

  /** How many calls of its own wait. */
  int madeCount() {
    return made.size();
  }

  /** Where its calls are counted, by the methods that it has called. */
  Map<Id, Counters.Counter> counters() {
    return counters;
  }

  /** The call to it with this id that waits. */
  Optional<Call> served(Id call) {
    return serving.stream().filter(served -> served.id().equals(call)).findFirst();
  }

  /**
   * How much of its mailbox is taken: by the calls to it that wait, and by those that wait no
   * longer, and it has not taken note yet.
   */
  int mailbox() {
    return serving.size() + unread;
  }

  /** What the parameters of the calls to it take that it has not answered, or not forgotten. */
  long callBytes() {
    return callBytes;
  }

  /** A call that was delivered to it waits no longer, which it has to take note of. */
  void isToForget(Call call) {
    unread++;
    callBytes += call.size();
  }

  /** It has taken note that so many calls wait no longer. */
  void forgot(int calls, long bytes) {
    unread -= calls;
    callBytes -= bytes;
  }

  /** What the results take that it has not said to have taken. */
  long resultBytes() {
    return resultBytes;
  }

  /** It has taken results of so many bytes. */
  void took(long bytes) {
    resultBytes -= bytes;
  }

  /** When it last answered a call. */
  long lastAnsweredAt() {
    return lastAnsweredAt;
  }

  void answered(long now) {
    lastAnsweredAt = now;
  }

  void set(Timers.Timer timer) {
    timers.put(timer.call(), timer);
  }

  /** Takes its timer away, if it is there. */
  Optional<Timers.Timer> removeTimer(Id call) {
    return Optional.ofNullable(timers.remove(call));
  }

  boolean hasTimers() {
    return !timers.isEmpty();
  }

  /** Takes all its timers away. */
  List<Timers.Timer> takeTimers() {
    List<Timers.Timer> taken = List.copyOf(timers.values());
    timers.clear();
    return taken;
  }

  /**
   * An event is on its way to it.
   *
   * @param result how many bytes of a result it has
   */
  void delivered(int result) {
    delivered++;
    resultBytes += result;
  }

  /** How many events were delivered to it. */
  long events() {
    return delivered;
  }

  /** It is asked whether it has nothing to do, behind all the events that it has had. */
  void probed() {
    probedAfter = delivered;
  }

  /** Whether it was asked, and has not answered. */
  boolean isProbed() {
    return probedAfter != NEVER;
  }

  /** It has nothing to do, after all the events that came before it was asked. */
  void isIdleAsProbed() {
    idleAfter = probedAfter;
    probedAfter = NEVER;
  }

  /** Whether it has nothing to do, and nothing has been delivered to it since it said so. */
  boolean isIdle() {
    return idleAfter == delivered;
  }

  /** A deadlock around this one is looked for again once this one has answered. */
  void letWait(Host start) {
    waitingForProbe.add(start);
  }

  /** Those that waited for its answer, which wait no more. */
  List<Host> takeWaiting() {
    List<Host> taken = List.copyOf(waitingForProbe);
    waitingForProbe.clear();
    return taken;
  }
}
