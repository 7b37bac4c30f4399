package parigot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A run of {@code ./parigot} from its start to its end, which has to be 0.
 *
 * @param lines what it wrote on its standard output
 * @param took from the start of the process to its end
 * @param processor the time of processors that it took
 * @param peak the most bytes that it had in the machine's memory
 */
record LauncherRun(List<String> lines, Duration took, Duration processor, long peak) {
  private static final long MILLIS_BETWEEN_LOOKS = 20;

  /** Runs an application with further flags of the JVM. */
  static LauncherRun of(String jvmFlags, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(Checkout.launcher().toString(), "run", "-q"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PARIGOT_JVM_FLAGS", jvmFlags);
    long began = System.nanoTime();
    try {
      Process process = builder.start();
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        process.getOutputStream().close();
        List<String> lines = new ArrayList<>();
        Thread reading = new Thread(() -> out.lines().forEach(lines::add), "reading");
        reading.start();
        ProcessTree.Use last = ProcessTree.use(process);
        long peak = 0;
        // What a process has taken is not told any more when it has ended.
        do {
          ProcessTree.Use use = ProcessTree.use(process);
          last = use.processor().compareTo(last.processor()) > 0 ? use : last;
          peak = Math.max(peak, ProcessTree.peak(process));
        } while (!process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        reading.join();
        if (process.exitValue() != 0) {
          throw new IllegalStateException(
              "%s ended with code %d: %s".formatted(command, process.exitValue(), lines));
        }
        return new LauncherRun(lines, took, last.processor(), peak);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new IllegalStateException(command.get(0) + " does not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What it took of the machine, for a reader. */
  String use() {
    return "%s of processors' time, peak memory %s"
        .formatted(Unit.NANOS.print((double) processor.toNanos()), Unit.BYTES.print((double) peak));
  }
}
