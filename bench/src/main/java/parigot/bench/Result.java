package parigot.bench;

import java.io.IOException;
import java.util.List;

/**
 * What one benchmark gave.
 *
 * @param missing why it was not measured, or nothing
 * @param failed whether it should have been
 */
record Result(String name, String about, List<Line> lines, String missing, boolean failed) {
  static Result of(Measured benchmark, Effort effort) throws Exception {
    try {
      return new Result(benchmark.name(), benchmark.about(), benchmark.measure(effort), "", false);
    } catch (Unavailable e) {
      return new Result(benchmark.name(), benchmark.about(), List.of(), e.getMessage(), false);
    } catch (RuntimeException | IOException e) {
      // The others are still worth measuring.
      return new Result(benchmark.name(), benchmark.about(), List.of(), e.getMessage(), true);
    }
  }
}
