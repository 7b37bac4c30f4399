package parigot.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that are measured from their start to their end, each in a process of its own. */
final class ChildJvm {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private ChildJvm() {}

  /** A main class in a JVM with this one's flags, and what it wrote on its standard output. */
  static List<String> run(Class<?> main, List<String> flags, Object... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(flags);
    command.add(Workplace.flag());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object arg : args) {
      command.add(arg.toString());
    }
    return run(command);
  }

  /** The same, of a number. */
  static double number(Class<?> main, List<String> flags, Object... args) {
    try {
      List<String> lines = run(main, flags, args);
      return Double.parseDouble(lines.get(lines.size() - 1));
    } catch (IOException e) {
      throw new IllegalStateException(main.getSimpleName() + " does not start", e);
    }
  }

  /** Any program; it must end with 0. */
  static List<String> run(List<String> command) throws IOException {
    return run(command, LIMIT);
  }

  /** One that may take longer than others. */
  static List<String> run(List<String> command, Duration limit) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (InputStream out = process.getInputStream()) {
      process.getOutputStream().close();
      List<String> lines = new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(
            "%s ended with code %s after %s"
                .formatted(
                    command.get(command.size() - 1),
                    process.isAlive() ? "none" : process.exitValue(),
                    lines));
      }
      return lines;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
