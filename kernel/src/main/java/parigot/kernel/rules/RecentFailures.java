package parigot.kernel.rules;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parigot.kernel.CallOutcome;
import parigot.kernel.CallStats;
import parigot.kernel.CallView;
import parigot.kernel.FailedCallView;
import parigot.kernel.Id;
import parigot.kernel.Printable;
import parigot.kernel.TraceContext;

/**
 * The last calls of guests here that have failed: no more of one caller and method than some, so
 * that what fails often does not drive out what fails rarely, and no more in all than many. A call
 * from another node is kept by the kernel of its caller, as it is counted there. What succeeds does
 * not come here.
 */
final class RecentFailures {
  static final int MOST_OF_A_KIND = 16;
  static final int MOST = 512;

  private static final int LONGEST_DETAIL = 500;

  private final Map<Long, Kept> all = new LinkedHashMap<>();
  private final Map<Kind, Deque<Long>> byKind = new HashMap<>();
  private long numbers;

  private record Kind(String caller, String service, String method) {}

  /**
   * @param view but for its age
   */
  private record Kept(FailedCallView view, long endedAt) {
    Kind kind() {
      return new Kind(view.caller(), view.service(), view.method());
    }

    FailedCallView at(long now) {
      return new FailedCallView(
          view.call(),
          view.caller(),
          view.callee(),
          view.service(),
          view.method(),
          view.outcome(),
          view.error(),
          view.detail(),
          view.mayHaveRun(),
          view.chain(),
          view.trace(),
          view.took(),
          Duration.ofNanos(now - endedAt));
    }
  }

  /**
   * A call that the kernel had has failed.
   *
   * @param error the service's own, or 0
   */
  void add(
      Call call,
      CallOutcome outcome,
      int error,
      String detail,
      boolean mayHaveRun,
      List<String> chain,
      long now) {
    if (call.caller().isPeer()) {
      return;
    }
    CallView view = call.view(chain, now);
    keep(
        new FailedCallView(
            view.call(),
            view.caller(),
            view.callee(),
            view.service(),
            view.method(),
            outcome,
            error,
            Printable.of(detail, LONGEST_DETAIL),
            mayHaveRun,
            List.copyOf(chain),
            trace(call.param().trace()),
            view.age(),
            Duration.ZERO),
        now);
  }

  /** A guest has called what is not there, and will not be. */
  void ofNobody(Host caller, Id call, TraceContext trace, String detail, long now) {
    keep(
        new FailedCallView(
            call,
            caller.label(),
            "",
            CallStats.UNKNOWN,
            CallStats.UNKNOWN,
            CallOutcome.LOST,
            0,
            detail,
            false,
            List.of(),
            trace(trace),
            Duration.ZERO,
            Duration.ZERO),
        now);
  }

  private static String trace(TraceContext context) {
    return context.isPresent() ? context.traceId() : "";
  }

  private void keep(FailedCallView view, long now) {
    Kept kept = new Kept(view, now);
    long number = numbers++;
    all.put(number, kept);
    Deque<Long> same = byKind.computeIfAbsent(kept.kind(), unused -> new ArrayDeque<>());
    same.add(number);
    if (same.size() > MOST_OF_A_KIND) {
      all.remove(same.remove());
    } else if (all.size() > MOST) {
      drop(all.keySet().iterator().next());
    }
  }

  /** The oldest of all is the oldest of its kind too. */
  private void drop(long oldest) {
    Kind kind = all.remove(oldest).kind();
    Deque<Long> same = byKind.get(kind);
    same.remove();
    if (same.isEmpty()) {
      byKind.remove(kind);
    }
  }

  /** Those that are kept, the last one first. */
  List<FailedCallView> views(long now) {
    List<FailedCallView> views = new ArrayList<>();
    all.values().forEach(kept -> views.add(kept.at(now)));
    Collections.reverse(views);
    return views;
  }
}
