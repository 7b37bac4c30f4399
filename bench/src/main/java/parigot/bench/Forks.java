package parigot.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs one JMH benchmark with one set of parameters, in a JVM of its own with this one's flags. */
final class Forks {
  /** What JMH prints before the exception of a fork. */
  private static final String FAILURE = "<failure>";

  private static final int REASON_LINES = 8;

  private Forks() {}

  static RunResult run(Class<?> benchmark, Map<String, ?> parameters, Effort effort) {
    TimeValue iteration = TimeValue.milliseconds(effort.iteration().toMillis());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark.getName()) + "\\.")
            .forks(1)
            .warmupIterations(effort.warmups())
            .warmupTime(iteration)
            .measurementIterations(effort.iterations())
            .measurementTime(iteration)
            .timeout(TimeValue.minutes(1))
            .shouldFailOnError(true)
            .jvmArgsAppend(Workplace.flag());
    parameters.forEach((name, value) -> options.param(name, value.toString()));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    OutputFormat output =
        OutputFormatFactory.createFormatInstance(
            new PrintStream(said, true, StandardCharsets.UTF_8), VerboseMode.NORMAL);
    try {
      Collection<RunResult> results = new Runner(options.build(), output).run();
      if (results.size() != 1) {
        throw new IllegalStateException(
            benchmark.getSimpleName() + " with " + parameters + " gave no result.");
      }
      return results.iterator().next();
    } catch (RunnerException e) {
      throw new IllegalStateException(
          "%s with %s failed: %s%s"
              .formatted(
                  benchmark.getSimpleName(),
                  parameters,
                  e.getMessage(),
                  reason(said.toString(StandardCharsets.UTF_8))),
          e);
    }
  }

  /** What the fork said when it failed, if it said something. */
  private static String reason(String said) {
    return said.lines()
        .dropWhile(line -> !line.contains(FAILURE))
        .skip(1)
        .filter(line -> !line.isBlank())
        .limit(REASON_LINES)
        .map(line -> System.lineSeparator() + "    " + line.strip())
        .collect(Collectors.joining());
  }

  /** The time of one operation, in nanoseconds. */
  static double score(RunResult result) {
    return result.getPrimaryResult().getScore();
  }

  /** The mean over the iterations of what a benchmark counts beside its time. */
  static double counted(RunResult result, String name) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .mapToDouble(iteration -> iteration.getSecondaryResults().get(name).getScore())
        .average()
        .orElseThrow();
  }
}
