package parigot.kernel.rules;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parigot.kernel.Effect;
import parigot.kernel.Event;

/**
 * Finds guests whose calls wait for each other, as soon as they do: launched guests, none with an
 * event or a timer pending, each with an unanswered call from inside the set, whose own open calls
 * all go to the set.
 *
 * <p>The kernel knows who waits for whom, but not whether a guest is still at an event. So when a
 * set looks like a deadlock, each of its guests is sent an {@link Event.Probe} behind all its other
 * events, and says when it has come to it and has nothing else to do. That costs nothing while no
 * calls go round in a circle.
 */
final class CallDeadlocks {
  /** The guests around which something has changed that may have closed a circle. */
  private final Set<Host> suspects = new LinkedHashSet<>();

  private long steps;

  /** Something has happened to this guest after which it may be part of a deadlock. */
  void suspect(Host host) {
    if (host.calls().hasMade() && host.calls().isServing() && !host.isPeer()) {
      suspects.add(host);
    }
  }

  /** This guest has nothing to do, after all the events that came before its probe. */
  void idle(Host host) {
    host.calls().isIdleAsProbed();
    suspect(host);
    host.calls().takeWaiting().forEach(this::suspect);
  }

  void ended(Host host) {
    suspects.remove(host);
    host.calls().takeWaiting().forEach(this::suspect);
  }

  /** Looks at what has changed. After every input. */
  void check(List<Effect> out) {
    if (suspects.isEmpty()) {
      return;
    }
    List<Host> changed = new ArrayList<>(suspects);
    suspects.clear();
    for (Host host : changed) {
      // The usual case, with every call of a guest that is called itself.
      if (mayActByItself(host) || waitsForOneThatMayActByItself(host)) {
        continue;
      }
      Set<Host> stuck = around(host);
      if (stuck.stream().allMatch(CallDeadlocks::isIdle)) {
        report(stuck, out);
      } else {
        stuck.forEach(member -> probe(member, out));
      }
    }
  }

  /** All that this guest waits for, if that is a set out of which no call leads; else nothing. */
  private Set<Host> around(Host start) {
    Set<Host> reached = new LinkedHashSet<>(List.of(start));
    Deque<Host> toVisit = new ArrayDeque<>(reached);
    while (!toVisit.isEmpty()) {
      Host host = toVisit.pop();
      if (host.calls().isProbed()) {
        host.calls().letWait(start);
        return Set.of();
      }
      for (Host callee : host.calls().callees()) {
        steps++;
        if (mayActByItself(callee)) {
          return Set.of();
        }
        if (reached.add(callee)) {
          toVisit.push(callee);
        }
      }
    }
    return withoutThoseThatNobodyInsideCalls(reached);
  }

  /** Whether this guest goes on without that any call of its own is answered. */
  static boolean mayActByItself(Host host) {
    return !host.calls().hasMade()
        || host.calls().hasTimers()
        || host.isPeer()
        || !host.isLaunched();
  }

  private static boolean waitsForOneThatMayActByItself(Host host) {
    for (Host callee : host.calls().callees()) {
      if (mayActByItself(callee)) {
        return true;
      }
    }
    return false;
  }

  private Set<Host> withoutThoseThatNobodyInsideCalls(Set<Host> hosts) {
    Map<Host, Integer> callers = new HashMap<>();
    hosts.forEach(host -> host.calls().callees().forEach(to -> callers.merge(to, 1, Integer::sum)));
    Deque<Host> uncalled = new ArrayDeque<>(hosts);
    uncalled.removeIf(callers::containsKey);
    while (!uncalled.isEmpty()) {
      Host host = uncalled.pop();
      hosts.remove(host);
      for (Host callee : host.calls().callees()) {
        steps++;
        if (callers.merge(callee, -1, Integer::sum) == 0) {
          uncalled.push(callee);
        }
      }
    }
    return hosts;
  }

  static boolean isIdle(Host host) {
    return host.calls().isIdle();
  }

  static void probe(Host host, List<Effect> out) {
    if (!isIdle(host) && !host.calls().isProbed()) {
      host.calls().probed();
      out.add(new Effect.Deliver(host.id(), new Event.Probe()));
    }
  }

  private static void report(Set<Host> stuck, List<Effect> out) {
    ring(stuck)
        .ifPresent(
            ring -> {
              ring.forEach(Call::knownInDeadlock);
              report(
                  ring.stream().map(Call::callerLabel).toList(),
                  ring.stream().map(call -> call.callerLabel() + " -> " + call.target()),
                  out);
            });
  }

  /**
   * Says that these calls make a ring.
   *
   * @param callers the guests that make them
   */
  static void report(List<String> callers, Stream<String> ring, List<Effect> out) {
    out.add(
        new Effect.Report(
            Effect.Severity.WARNING,
            callers,
            "Deadlock: %s. They wait for each other, until their calls time out."
                .formatted(ring.collect(Collectors.joining(", ")))));
  }

  /** Calls of these guests that make a ring, if it was not reported before. */
  private static Optional<List<Call>> ring(Set<Host> stuck) {
    if (stuck.isEmpty()) {
      return Optional.empty();
    }
    List<Call> walked = new ArrayList<>();
    Set<Host> seen = new HashSet<>();
    Host host = stuck.iterator().next();
    while (seen.add(host)) {
      Call oldest = host.calls().oldestMade();
      walked.add(oldest);
      host = oldest.callee();
    }
    int first = 0;
    while (!walked.get(first).caller().equals(host)) {
      first++;
    }
    List<Call> ring = walked.subList(first, walked.size());
    return ring.stream().allMatch(Call::isInKnownDeadlock) ? Optional.empty() : Optional.of(ring);
  }

  /** How often the search has gone from one guest on to another. */
  long steps() {
    return steps;
  }

  boolean isEmpty() {
    return suspects.isEmpty();
  }
}
