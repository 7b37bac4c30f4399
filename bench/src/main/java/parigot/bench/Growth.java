package parigot.bench;

import java.util.List;
import java.util.Map;

/** What a call costs with more and more services beside that are idle. */
record Growth(String name, String about) implements Measured {
  private static final int CALLS = 2000;
  private static final int BYTES = 100;

  @Override
  public List<Line> measure(Effort effort) {
    List<Integer> beside = effort.isQuick() ? List.of(0, 1_000) : List.of(0, 98, 998, 9_998);
    Comparison<Integer> comparison =
        Comparison.measure(
            effort.rounds(),
            beside,
            services ->
                Forks.counted(
                    Forks.run(
                        CallBenchmark.class,
                        Map.of(
                            "path", CallPath.REACTORS,
                            "bytes", BYTES,
                            "lines", 1,
                            "calls", CALLS,
                            "beside", services),
                        // HotSpot is still busy with what it saw of the launch of thousands.
                        effort.warmedUp(2)),
                    "p50"));
    return beside.stream()
        .map(
            services ->
                comparison.line(services, "%,d services".formatted(services + 2), Unit.NANOS))
        .toList();
  }
}
