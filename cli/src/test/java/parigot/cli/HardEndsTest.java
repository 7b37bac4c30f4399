package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The process ends whatever its reader, its heap or its guests do. */
@Timeout(120)
@Tag("once")
class HardEndsTest {
  /** More than the log keeps and a pipe holds. */
  private static final int MANY_BYTES = 6 << 20;

  @TempDir Path temporary;
  private GuestFolder folder;

  @BeforeEach
  void aFolder() {
    folder = new GuestFolder(temporary);
  }

  private Process start(String... arguments) throws Exception {
    return ParigotProcess.command(temporary, arguments).start();
  }

  private static void assertEnds(Process process, int code) throws Exception {
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(code);
  }

  @Test
  void aLogThatNobodyReadsStopsNobody() throws Exception {
    folder.application(
        GuestFolder.guest(
                "loud", "register loud; launch; write " + MANY_BYTES, "output-limit = 1 GiB")
            + GuestFolder.guest(
                "m", "register m; launch; timer 2000000; print done; exit 3", "kind = main"));
    Process process = start("run", "-v");
    try {
      assertThat(line(process.getInputStream())).isEqualTo("done");
      assertEnds(process, 3);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aSignalEndsAMainThatWritesWhereNobodyReads() throws Exception {
    folder.application(
        GuestFolder.guest(
            "m", "register m; launch; stderr here; write " + MANY_BYTES, "kind = main"));
    Process process = start("run", "-v");
    try {
      String said = line(process.getErrorStream());
      while (!said.endsWith("m here")) {
        said = line(process.getErrorStream());
      }
      process.destroy();

      assertEnds(process, 143);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aFullHeapEndsTheProcess() throws Exception {
    folder.application(
        GuestFolder.guest(
            "ticking",
            "register t; export ticking.v1 ticking; launch; timer 10000000000",
            "kind = main"));
    folder.write(
        "greedy.conf",
        "include \"application.conf\"\nparigot.plugins.greedy { class = \"%s\" }"
            .formatted(GreedyPlugin.class.getName()));
    ProcessBuilder command = ParigotProcess.command(temporary, "run", "greedy.conf");
    command.command().add(1, "-Xmx64m");
    Process process =
        command
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertEnds(process, 196);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String line(InputStream stream) throws Exception {
    StringBuilder line = new StringBuilder();
    for (int b = stream.read(); b != '\n'; b = stream.read()) {
      assertThat(b).as("what comes after \"%s\"", line).isNotNegative();
      line.append((char) b);
    }
    return new String(
        line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
