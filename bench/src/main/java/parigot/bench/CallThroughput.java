package parigot.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.RunResult;

/**
 * Many callers, each with a callee of its own and one call open: how many calls in a second.
 *
 * @param warmUps how much longer than usual the calls go on before they are measured
 */
record CallThroughput(String name, String about, List<CallPath> paths, int warmUps)
    implements Measured {
  private static final int LINES = 64;
  private static final int CALLS = LINES * 100;
  private static final int BYTES = 100;

  CallThroughput(String name, String about, List<CallPath> paths) {
    this(name, about, paths, 1);
  }

  @Override
  public List<Line> measure(Effort effort) {
    SlowCalls slow = new SlowCalls();
    Comparison<CallPath> comparison =
        Comparison.measure(
            effort.rounds(),
            paths,
            path -> {
              RunResult run =
                  Forks.run(
                      CallBenchmark.class,
                      Map.of("path", path, "bytes", BYTES, "lines", LINES, "calls", CALLS),
                      effort.warmedUp(warmUps));
              slow.add(path, run);
              return CALLS * (double) TimeUnit.SECONDS.toNanos(1) / Forks.score(run);
            });
    return paths.stream()
        .map(path -> comparison.line(path, path.label(), Unit.PER_SECOND).note(slow.both(path)))
        .toList();
  }
}
