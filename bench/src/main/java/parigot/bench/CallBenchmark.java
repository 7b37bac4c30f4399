package parigot.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Calls along one {@link CallPath}, in batches. The score is the time of a batch; the quantiles of
 * single calls are secondary results.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {
  @Param("REACTORS")
  public CallPath path;

  @Param("100")
  public int bytes;

  @Param("1")
  public int lines;

  @Param("2000")
  public int calls;

  @Param("0")
  public int beside;

  private CallLines open;

  /** What the calls of the first line took, in nanoseconds. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Latency {
    private final Quantiles quantiles = new Quantiles();

    @Setup(Level.Iteration)
    public void clear() {
      quantiles.clear();
    }

    public double p50() {
      return quantiles.at(0.5);
    }

    public double p99() {
      return quantiles.at(0.99);
    }
  }

  @Setup
  public void open() {
    open =
        beside == 0
            ? path.open(bytes, lines)
            : GuestLines.open("calls-reactor.wasm", bytes, lines, beside);
    // A batch must end before a call times out, and the first calls take many times as long.
    for (int each = 1; each < calls / open.lines(); each *= 2) {
      int[] unusedNanos = open.run(each);
    }
  }

  @TearDown
  public void close() {
    open.close();
  }

  /** A batch, the calls spread evenly over the lines. */
  @Benchmark
  public void batch(Latency latency) {
    latency.quantiles.add(open.run(calls / open.lines()));
  }
}
