package parigot.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parigot.inspect.TrafficSince;
import parigot.v1.host.TopReport;
import parigot.v1.host.TrafficReport;

/** What was called in the last seconds, seen from each time that it is asked. From any thread. */
final class RecentTraffic {
  private static final double SECONDS = 10;

  /** The page asks each second; where it is open several times, not all that is told is kept. */
  private static final double LEAST_SECONDS = 0.4;

  private final List<Map<String, TrafficReport>> told = new ArrayList<>();

  /**
   * The traffic of the last ten seconds or little more; the first time of all since the start.
   *
   * @param now what each node has counted until now, by its name
   */
  synchronized TopReport until(Map<String, TrafficReport> now) {
    // The oldest is kept until the next one is old enough: who was not asked for a while goes on.
    while (told.size() > 1 && between(told.get(1), now) >= SECONDS) {
      told.remove(0);
    }
    TopReport report = TrafficSince.between(told.isEmpty() ? Map.of() : told.get(0), now);
    if (told.isEmpty() || between(told.get(told.size() - 1), now) >= LEAST_SECONDS) {
      told.add(now);
    }
    return report;
  }

  /** For ever, when no node is the same any more. */
  private static double between(
      Map<String, TrafficReport> earlier, Map<String, TrafficReport> now) {
    return now.entrySet().stream()
        .filter(node -> earlier.containsKey(node.getKey()))
        .mapToDouble(
            node ->
                node.getValue().getUptimeSeconds() - earlier.get(node.getKey()).getUptimeSeconds())
        .filter(seconds -> seconds > 0)
        .max()
        .orElse(Double.POSITIVE_INFINITY);
  }
}
