package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The disk is full while an application is recorded: no file may be larger than 64 KiB. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
@Tag("once")
class FullDiskTest {
  @TempDir Path temporary;

  @Test
  void theRecordingEndsWithOneLineAndTheApplicationGoesOn() throws Exception {
    GuestFolder folder = new GuestFolder(temporary);
    folder.application(
        guest(
                "echo",
                "register echo; export echo.v1 echo; bind Echo; launch",
                "wasm = reactor.wasm")
            + guest(
                "client",
                "register client; require echo.v1 echo; launch; locate echo.v1 echo;"
                    + " call Echo 3000 60; print done; exit 3",
                "kind = main"));
    String recordings = temporary.resolve("recordings").toString();
    // Compiles the modules, which takes larger files.
    assertThat(folder.run("run").code()).isEqualTo(3);

    ProcessBuilder command = ParigotProcess.command(temporary, "run", "--record", recordings);
    List<String> limited =
        new ArrayList<>(List.of("sh", "-c", "ulimit -f 128 && exec \"$@\"", "sh"));
    limited.addAll(command.command());
    ParigotProcess.Result result;
    try (ParigotProcess process = ParigotProcess.start(command.command(limited))) {
      result = process.result();
    }

    assertThat(result.code()).as("%s", result.said()).isEqualTo(3);
    assertThat(result.text()).endsWith("done\n");
    assertThat(result.said())
        .filteredOn(line -> line.contains(" cannot be written"))
        .singleElement()
        .asString()
        .contains(".life cannot be written, and nothing more is recorded: ");

    StringWriter out = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(new StringWriter(), true));
    assertThat(commandLine.execute("replay", recordings)).isZero();
    assertThat(out.toString()).containsPattern("(?m)^(client|echo) .* lives on$");
  }
}
