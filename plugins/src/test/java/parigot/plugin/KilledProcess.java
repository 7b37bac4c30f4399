package parigot.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that is killed, as {@code kill -9} does, while it is at work. */
public final class KilledProcess {
  private KilledProcess() {}

  /**
   * What it printed, up to its end.
   *
   * @param linesBefore how many lines it prints before it is killed; those it prints meanwhile are
   *     there too
   */
  public static List<String> output(Class<?> program, int linesBefore, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xshare:auto");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      while (line != null) {
        lines.add(line);
        if (lines.size() == linesBefore) {
          // Unlike the process itself, its handle leaves open the pipe with what was said before.
          process.toHandle().destroyForcibly();
        }
        line = out.readLine();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(lines).hasSizeGreaterThanOrEqualTo(linesBefore);
    return lines;
  }
}
