package parigot.runtime.plugins;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import parigot.kernel.DurationHistogram;

/** What is counted of a plugin's calls. From any thread. */
final class PluginStats {
  private final LongAdder calls = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder timedOut = new LongAdder();
  private final Map<Target, DurationHistogram> durations = new ConcurrentHashMap<>();

  private record Target(String guest, String service, String method) {}

  /**
   * Where it is counted how long the calls of a guest to a method take. The guest's thread writes
   * there, and a guest has one.
   */
  DurationHistogram durations(String guest, String service, String method) {
    return durations.computeIfAbsent(
        new Target(guest, service, method), unused -> new DurationHistogram());
  }

  List<PluginCallStats> calls(String plugin) {
    return durations.entrySet().stream()
        .map(
            each ->
                new PluginCallStats(
                    plugin,
                    each.getKey().guest(),
                    each.getKey().service(),
                    each.getKey().method(),
                    each.getValue().snapshot()))
        .toList();
  }

  void called() {
    calls.increment();
  }

  void refused() {
    refused.increment();
  }

  void failed() {
    failed.increment();
  }

  void timedOut() {
    timedOut.increment();
  }

  PluginView view(String name, int writtenOff) {
    return new PluginView(
        name, calls.sum(), refused.sum(), failed.sum(), timedOut.sum(), writtenOff);
  }
}
