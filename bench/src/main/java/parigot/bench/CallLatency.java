package parigot.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;

/**
 * One caller, one callee, one call at a time: how long half of the calls take at most, and all but
 * one in a hundred.
 */
record CallLatency(String name, String about, int bytes, List<CallPath> paths) implements Measured {
  private static final int CALLS = 2000;

  @Override
  public List<Line> measure(Effort effort) {
    if (paths.stream().anyMatch(CallPath::isOfCheckout)) {
      Path unusedExample = Checkout.greeting();
      Path unusedCaller = GuestLines.callerInJava();
    }
    SlowCalls slow = new SlowCalls();
    Comparison<CallPath> comparison =
        Comparison.measure(
            effort.rounds(),
            paths,
            path -> {
              RunResult run =
                  Forks.run(
                      CallBenchmark.class,
                      Map.of("path", path, "bytes", bytes, "lines", 1, "calls", CALLS),
                      effort);
              slow.add(path, run);
              return Forks.counted(run, "p50");
            });
    return paths.stream()
        .map(path -> comparison.line(path, path.label(), Unit.NANOS).note(slow.p99(path)))
        .toList();
  }
}
