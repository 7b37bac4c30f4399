package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.record.RecordedGuest;
import picocli.CommandLine;

/** {@code parigot run --record} and {@code parigot replay}. */
@Timeout(120)
@Tag("once")
class ReplayCommandTest {
  @TempDir Path temporary;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int replay(String... args) {
    return execute("replay", args);
  }

  private int execute(String command, String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(
        Stream.concat(Stream.of(command), Stream.of(args)).toArray(String[]::new));
  }

  @Test
  void aRunThatWasRecordedIsReplayedAndShown() throws Exception {
    GuestFolder folder = new GuestFolder(temporary);
    folder.application(
        guest("echo", "register echo; export echo.v1 echo; bind Echo; launch")
            + guest(
                "client",
                "register client; require echo.v1 echo; launch; locate echo.v1 echo;"
                    + " call Echo 20 5; print done; exit 4",
                "kind = main"));
    String recordings = temporary.resolve("recordings").toString();
    assertThat(folder.run("run", "--record", recordings).code()).isEqualTo(4);

    assertThat(replay(recordings)).as(err::toString).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .contains("LIFE EVENTS CHECKSUMS THEN", "client 7 1 exited with code 4");
    assertThat(replay(recordings, "--guest", "client", "--until", "3", "--interpreted")).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .contains("client 3 1 goes on from here")
        .hasSize(2);

    Path svg = temporary.resolve("conversation.svg");
    assertThat(replay(recordings, "--print", "--mermaid", "--svg", svg.toString())).isZero();
    List<String> lines = out.toString().lines().map(line -> line.replaceAll(" +", " ")).toList();
    assertThat(lines)
        .contains("sequenceDiagram")
        .anyMatch(line -> line.matches(" participant g[01] as echo"))
        .anyMatch(line -> line.endsWith(" client | done"))
        .anyMatch(line -> line.contains(" client echo Echo \""))
        .anyMatch(line -> line.contains(" echo client Echo answers \""));
    assertThat(svg).content().startsWith("<svg ");

    assertThat(replay(recordings, "--guest", "nobody")).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("has no recording of a guest nobody");
    assertThat(replay(recordings, "--until", "never")).isEqualTo(ExitCodes.USAGE);
    assertThat(replay(Files.createDirectory(temporary.resolve("empty")).toString()))
        .isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("has no recording");
  }

  @Test
  void anotherBuildIsComparedAndATestMade() throws Exception {
    GuestFolder folder = new GuestFolder(temporary);
    folder.application(
        guest("echo", "register echo; export echo.v1 echo; bind Echo; launch")
            + guest(
                "client",
                "register client; require echo.v1 echo; launch; locate echo.v1 echo;"
                    + " call Echo 20 5; exit 0",
                "kind = main"));
    String recordings = temporary.resolve("recordings").toString();
    assertThat(folder.run("run", "--record", recordings).code()).isZero();

    // Of the same source, with more in it.
    Path other = GuestFolder.GUESTS.resolve("hostile-loop.wasm");
    assertThat(replay(recordings, "--module", "echo=" + other, "--module", "client=" + other))
        .as(err::toString)
        .isZero();
    assertThat(out).asString().isEqualToIgnoringNewLines("It does what was recorded.");
    // One that does something else from the start.
    Path classic = GuestFolder.GUESTS.resolve("stores-loop.wasm");
    assertThat(replay(recordings, "--module", "echo=" + classic)).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("stores-loop.wasm imports", "which nobody provides");
    assertThat(replay(recordings, "--module", "nobody=" + other)).isEqualTo(ExitCodes.USAGE);
    assertThat(err.toString()).contains("has no recording of a guest nobody");

    Path project = temporary.resolve("project");
    assertThat(
            execute(
                "record",
                "to-test",
                recordings,
                "--guest",
                "echo",
                "--class",
                "shop.EchoRecordingTest",
                "--to",
                project.toString()))
        .as(err::toString)
        .isZero();
    assertThat(project.resolve("src/test/java/shop/EchoRecordingTest.java"))
        .content()
        .startsWith("package shop;\n")
        .contains(
            "class EchoRecordingTest {",
            "Path.of(\"src/test/recordings/EchoRecordingTest.life\")",
            "Path.of(\"target/guests/echo.wasm\")");
    Path data = project.resolve("src/test/recordings/EchoRecordingTest.life");
    assertThat(RecordedGuest.at(data).differencesFrom(other)).isEmpty();
    assertThat(execute("record", "to-test", recordings, "--guest", "echo", "--class", "echo"))
        .isEqualTo(ExitCodes.USAGE);
  }
}
