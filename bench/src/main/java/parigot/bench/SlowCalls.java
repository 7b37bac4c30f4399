package parigot.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;

/** How long single calls took along each path: the medians of the rounds, as notes to lines. */
final class SlowCalls {
  private final Map<CallPath, List<Double>> p50 = new EnumMap<>(CallPath.class);
  private final Map<CallPath, List<Double>> p99 = new EnumMap<>(CallPath.class);

  void add(CallPath path, RunResult run) {
    p50.computeIfAbsent(path, none -> new ArrayList<>()).add(Forks.counted(run, "p50"));
    p99.computeIfAbsent(path, none -> new ArrayList<>()).add(Forks.counted(run, "p99"));
  }

  String p99(CallPath path) {
    return "p99 " + printed(p99.get(path));
  }

  String both(CallPath path) {
    return "a call: p50 %s, p99 %s".formatted(printed(p50.get(path)), printed(p99.get(path)));
  }

  private static String printed(List<Double> values) {
    return Unit.NANOS.print(Comparison.median(values));
  }
}
