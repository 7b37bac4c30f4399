package parigot.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a guest said at one event.
 *
 * @param event its number: 0 for the start
 */
record Turn(long event, List<Said> said) {

  /**
   * One request to the host.
   *
   * @param function as in {@code parigot.dispatch_}
   */
  record Said(String function, byte[] request) {}

  static Turn at(long event) {
    return new Turn(event, new ArrayList<>());
  }

  /** The requests by function, each in its order. */
  Map<String, List<byte[]>> byFunction() {
    Map<String, List<byte[]>> all = new HashMap<>();
    for (Said each : said) {
      all.computeIfAbsent(each.function(), function -> new ArrayList<>()).add(each.request());
    }
    return all;
  }
}
