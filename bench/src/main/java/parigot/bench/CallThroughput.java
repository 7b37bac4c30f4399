package parigot.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Many callers, each with a callee of its own and one call open: how many calls in a second. */
record CallThroughput(String name, String about, List<CallPath> paths) implements Measured {
  private static final int LINES = 64;
  private static final int CALLS = LINES * 100;
  private static final int BYTES = 100;

  @Override
  public List<Line> measure(Effort effort) {
    Comparison<CallPath> comparison =
        Comparison.measure(
            effort.rounds(),
            paths,
            path ->
                CALLS
                    * (double) TimeUnit.SECONDS.toNanos(1)
                    / Forks.score(
                        Forks.run(
                            CallBenchmark.class,
                            Map.of("path", path, "bytes", BYTES, "lines", LINES, "calls", CALLS),
                            effort)));
    return paths.stream()
        .map(path -> comparison.line(path, path.label(), Unit.PER_SECOND))
        .toList();
  }
}
