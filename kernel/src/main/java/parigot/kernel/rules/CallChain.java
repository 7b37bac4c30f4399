package parigot.kernel.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import parigot.kernel.CurrentCalls;
import parigot.kernel.Id;
import parigot.kernel.Printable;

/**
 * Which calls were waiting for each other when one of them failed: the call itself, then the oldest
 * call that its callee waits for, and so on. It ends at a guest that waits for nobody, or at one
 * that is in the chain already: then the guests wait for each other.
 *
 * @param calls from the one that failed to the last
 * @param why what is known of the last call's callee
 */
record CallChain(List<Call> calls, String why) {
  // A failure must fit into an event of the smallest guest, however long the names are.
  private static final int LONGEST_CHAIN = 8;
  static final int LONGEST_LINK = 100;
  private static final String TO = " -> ";

  static CallChain from(Call failed, CurrentCalls current, long now) {
    List<Call> chain = new ArrayList<>();
    Set<Host> seen = new HashSet<>();
    Call call = failed;
    while (true) {
      seen.add(call.caller());
      chain.add(call);
      Host callee = call.callee();
      Id at = callee.isPeer() ? Id.EMPTY : current.of(callee.id());
      boolean isAtIt = at.equals(call.id());
      if (seen.contains(callee) && !callee.isPeer()) {
        return new CallChain(chain, "where the chain is back at " + callee.label());
      }
      if (isAtIt || callee.isPeer() || !callee.calls().hasMade() || !call.isDelivered()) {
        return new CallChain(chain, why(call, at, now));
      }
      if (chain.size() == LONGEST_CHAIN) {
        return new CallChain(chain, "and further");
      }
      call = callee.calls().oldestMade();
    }
  }

  private static String why(Call call, Id at, long now) {
    Host callee = call.callee();
    if (!call.isDelivered()) {
      return "not launched: " + Launches.whyNot(call.service());
    }
    if (callee.isPeer()) {
      return "not answered by node " + callee.label();
    }
    if (at.equals(call.id())) {
      // It cannot have begun before it had answered the one before.
      long since = Math.max(call.deliveredAt(), callee.calls().lastAnsweredAt());
      return "busy %.1f s in it".formatted(Duration.ofNanos(now - since).toMillis() / 1000.0);
    }
    if (!at.isEmpty()) {
      return callee
          .calls()
          .served(at)
          .map(served -> "not begun: busy in %s".formatted(served.methodName()))
          .orElse("not begun: busy in a call that nobody waits for any more");
    }
    return callee.calls().hasTimers() ? "waiting for a timer" : "not answered";
  }

  /** The calls one by one, for {@code CallFailure.chain}. */
  List<String> links() {
    List<String> links = new ArrayList<>();
    for (Call call : calls) {
      links.add(link(call));
    }
    int last = links.size() - 1;
    links.set(last, "%s (%s)".formatted(links.get(last), Printable.of(why, LONGEST_LINK)));
    return links;
  }

  /** One call, as in {@code hello -> greeting.FetchGreeting}. */
  static String link(Call call) {
    return Printable.of(call.callerLabel() + TO + call.target(), LONGEST_LINK);
  }

  /** Who makes the call of a {@link #link}. */
  static String caller(String link) {
    int end = link.indexOf(TO);
    return end < 0 ? link : link.substring(0, end);
  }

  /** In one line: {@code a -> b.X -> c.Y (busy 2.5 s in it)}. */
  String print() {
    StringBuilder line = new StringBuilder(Printable.of(calls.get(0).callerLabel(), LONGEST_LINK));
    calls.forEach(call -> line.append(" -> ").append(Printable.of(call.target(), LONGEST_LINK)));
    return line.append(" (").append(why).append(')').toString();
  }
}
