package parigot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one crowd in the boutique saw, and what the shop took of the machine meanwhile, the crowd
 * included.
 *
 * @param failed how many pages did not come
 * @param median of what a page took, in nanoseconds
 * @param tail what all but one of a hundred took at most
 * @param processors how many were at work, on average
 * @param memory bytes at the end
 */
record Crowd(
    int failed,
    double pagesPerSecond,
    double median,
    double tail,
    double processors,
    double memory,
    int processes) {
  private static final Pattern REPORT =
      Pattern.compile("(\\d+) pages, (\\d+) failed, (\\d+) pages/s, p50 (\\d+) µs, p99 (\\d+) µs");
  private static final double NANOS_PER_MICRO = 1e3;

  /** Of so many pages one may fail: a machine that stands still for seconds fails some calls. */
  private static final int ONE_OF = 1000;

  /** That of a program, which prints what the crowd does. */
  static Crowd of(List<String> command) {
    return of(command, ProcessTree::use);
  }

  /** The same, of a program that only starts others: it takes no part itself. */
  static Crowd ofChildren(List<String> command) {
    return of(command, ProcessTree::useOfChildren);
  }

  private static Crowd of(List<String> command, Function<Process, ProcessTree.Use> use) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String begun = out.readLine();
        ProcessTree.Use before = use.apply(process);
        long began = System.nanoTime();
        String report = out.readLine();
        long took = System.nanoTime() - began;
        ProcessTree.Use after = use.apply(process);
        int code = process.waitFor();
        Matcher found = REPORT.matcher(report == null ? "" : report);
        if (!found.matches() || (code == 0) != (failed(found) == 0) || isBad(found)) {
          throw new IllegalStateException(
              "%s ended with code %d after: %s; %s".formatted(command, code, begun, report));
        }
        return new Crowd(
            failed(found),
            Double.parseDouble(found.group(3)),
            NANOS_PER_MICRO * Double.parseDouble(found.group(4)),
            NANOS_PER_MICRO * Double.parseDouble(found.group(5)),
            (double) after.processor().minus(before.processor()).toNanos() / took,
            after.memory(),
            after.processes());
      } finally {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
      }
    } catch (IOException e) {
      throw new IllegalStateException(command.get(0) + " does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static int failed(Matcher report) {
    return Integer.parseInt(report.group(2));
  }

  private static boolean isBad(Matcher report) {
    return failed(report) * ONE_OF > Integer.parseInt(report.group(1));
  }
}
