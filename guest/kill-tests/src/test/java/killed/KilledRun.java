package killed;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parigot.cli.Main;

/** One run of an application by the command line, in a JVM of its own that is killed. */
final class KilledRun {
  private KilledRun() {}

  /**
   * The sentences that the application's main has said.
   *
   * @param before how many it says before the kill; those it says meanwhile are there too
   */
  static List<String> of(Path configuration, int before) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:disable",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                configuration.toString())
            .redirectError(configuration.resolveSibling("err").toFile())
            .start();
    List<String> said = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      int lines = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.endsWith(".")) {
          said.add(line.substring(0, line.length() - 1));
        }
        lines++;
        if (lines == before) {
          // Unlike the process itself, its handle leaves open the pipe with what was said before.
          process.toHandle().destroyForcibly();
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    return said;
  }
}
