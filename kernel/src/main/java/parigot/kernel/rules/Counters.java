package parigot.kernel.rules;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parigot.kernel.CallObserver;
import parigot.kernel.CallOutcome;
import parigot.kernel.CallStats;
import parigot.kernel.DurationHistogram;
import parigot.kernel.Durations;
import parigot.kernel.Id;
import parigot.kernel.KernelStats;

/**
 * What the kernel counts of its guests, over all their lives. A call from another node is counted
 * by the kernel of its caller, so none is counted twice.
 */
final class Counters {
  /** How many methods are told apart of what one guest calls: a guest cannot make more of them. */
  static final int MOST_OF_A_CALLER = 500;

  private final Map<String, Map<Target, Counter>> byCaller = new LinkedHashMap<>();
  private final Map<String, Long> refused = new TreeMap<>();
  private final Traces traces;
  private CallObserver observer = CallObserver.NONE;

  /**
   * @param traces hear of each call's end too
   */
  Counters(Traces traces) {
    this.traces = traces;
  }

  private record Target(String service, String method) {
    static final Target UNKNOWN = new Target(CallStats.UNKNOWN, CallStats.UNKNOWN);
    static final Target OTHER = new Target(CallStats.OTHER, CallStats.OTHER);
  }

  /** Of one guest's calls to one method. */
  static final class Counter {
    private final Map<CallOutcome, DurationHistogram> durations = new EnumMap<>(CallOutcome.class);
    private long requestBytes;
    private long responseBytes;

    private void ended(CallOutcome outcome, long nanos, int request, int response) {
      DurationHistogram histogram = durations.get(outcome);
      if (histogram == null) {
        histogram = new DurationHistogram();
        durations.put(outcome, histogram);
      }
      histogram.record(nanos);
      requestBytes += request;
      responseBytes += response;
    }

    private CallStats stats(String caller, Target target) {
      Map<CallOutcome, Durations> took = new EnumMap<>(CallOutcome.class);
      durations.forEach((outcome, histogram) -> took.put(outcome, histogram.snapshot()));
      return new CallStats(
          caller, target.service(), target.method(), took, requestBytes, responseBytes);
    }
  }

  /** Who sees the calls from now on. */
  void observe(CallObserver by) {
    observer = by;
  }

  /** A call waits from now on. */
  void begun(Call call) {
    if (observer.isOn() && !call.caller().isPeer() && call.observation().isEmpty()) {
      call.observedBy(observer.begun());
    }
  }

  /** A call has come to its end. */
  void ended(Call call, CallOutcome outcome, int responseBytes, long now) {
    traces.ended(call, outcome, now);
    if (call.caller().isPeer()) {
      return;
    }
    counter(call).ended(outcome, now - call.madeAt(), call.size(), responseBytes);
    if (call.observation().isPresent()) {
      Target target = target(call);
      call.observation()
          .get()
          .ended(
              call.caller().spec().label(),
              target.service(),
              target.method(),
              outcome,
              call.size(),
              responseBytes);
    }
  }

  /** A call to a service that is not there, and will not be. */
  void ofNobody(Host caller, int requestBytes) {
    counter(caller.spec().label(), Target.UNKNOWN).ended(CallOutcome.LOST, 0, requestBytes, 0);
  }

  /** Something of a guest was refused, which the operator is told. */
  void refused(Guest guest) {
    refused.merge(guest.spec().label(), 1L, Long::sum);
  }

  private Counter counter(Call call) {
    Map<Id, Counter> known = call.caller().calls().counters();
    Counter counter = known.get(call.method());
    if (counter == null) {
      counter = find(call);
      // An id that its service has not bound may be any number, and each another.
      if (call.service().methodName(call.method()).isPresent() && known.size() < MOST_OF_A_CALLER) {
        known.put(call.method(), counter);
      }
    }
    return counter;
  }

  private Counter find(Call call) {
    return counter(call.caller().spec().label(), target(call));
  }

  private static Target target(Call call) {
    Service service = call.service();
    String method = service.methodName(call.method()).orElse(CallStats.UNKNOWN);
    return new Target(service.printName(), method);
  }

  private Counter counter(String caller, Target target) {
    Map<Target, Counter> its = byCaller.computeIfAbsent(caller, unused -> new LinkedHashMap<>());
    boolean isNew = !its.containsKey(target);
    return its.computeIfAbsent(
        isNew && its.size() >= MOST_OF_A_CALLER ? Target.OTHER : target, unused -> new Counter());
  }

  KernelStats stats() {
    List<CallStats> calls = new ArrayList<>();
    byCaller.forEach(
        (caller, its) ->
            its.forEach((target, counter) -> calls.add(counter.stats(caller, target))));
    return new KernelStats(calls, new TreeMap<>(refused));
  }
}
