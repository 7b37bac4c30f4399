package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import com.google.protobuf.util.JsonFormat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.v1.host.RecordingReport;
import picocli.CommandLine;

/** {@code parigot record dump}, of an application on two nodes. */
@Timeout(120)
@Tag("once")
class RecordDumpTest {
  @TempDir Path temporary;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private GuestFolder application() throws Exception {
    GuestFolder folder = new GuestFolder(Files.createDirectory(temporary.resolve("dumped")));
    folder.application(
        guest(
                "echo",
                "register echo; export echo.v1 echo; bind Echo; launch",
                "wasm = reactor.wasm")
            + guest(
                "asking",
                "register asking; require echo.v1 echo; launch; locate echo.v1 echo;"
                    + " call Echo 20 50; stderr warm",
                "kind = server"));
    folder.write(
        "nodes.conf",
        """
        parigot {
          nodes { a { host = 127.0.0.1, port = %d }, b { host = 127.0.0.1, port = %d } }
          placement { default = a, echo { nodes = [b] } }
        }
        """
            .formatted(freePort(), freePort()));
    return folder;
  }

  private ParigotProcess start(GuestFolder folder, String node, String... more) throws Exception {
    String[] command = {
      "run", "--placement", "nodes.conf", "--node", node, "-v", "-Dparigot.record.state-hash=1"
    };
    String[] all = java.util.Arrays.copyOf(command, command.length + more.length);
    System.arraycopy(more, 0, all, command.length, more.length);
    return folder.start(all);
  }

  @Test
  void allNodesWriteIntoOneFolderFromWhichTheGuestsRunAgain() throws Exception {
    GuestFolder folder = application();
    Path recordings = temporary.resolve("recordings");
    String[] recording = {"--record", recordings.toString(), "-Dparigot.record.ring=1 MiB"};
    try (ParigotProcess a = start(folder, "a", recording);
        ParigotProcess b = start(folder, "b", recording)) {
      a.awaitErr(line -> line.contains("warm"));
      b.awaitErr(line -> line.contains(" Ready: "));

      assertThat(execute("record", "dump", "-p", "dumped")).as(err::toString).isZero();
      assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
          .containsExactly(
              "GUEST FILE",
              "a/asking " + recordings.resolve("dump-1/a-1/asking-0.life"),
              "b/echo " + recordings.resolve("dump-1/b-1/echo-0.life"),
              "\"parigot replay %s\" runs them again.".formatted(recordings.resolve("dump-1")));

      assertThat(execute("record", "dump", "-p", "dumped", "--guest", "echo", "--json"))
          .as(err::toString)
          .isZero();
      RecordingReport.Builder report = RecordingReport.newBuilder();
      JsonFormat.parser().merge(out.toString(), report);
      assertThat(report.getName()).isEqualTo("dump-2");
      assertThat(report.getFilesList())
          .extracting(file -> file.getGuest())
          .containsExactly("b/echo");

      assertThat(execute("record", "dump", "-p", "dumped", "--guest", "nobody")).isEqualTo(1);
      assertThat(err.toString())
          .contains("There is no guest nobody here that lives and is recorded.");
    }
    assertThat(execute("replay", recordings.resolve("dump-1").toString()))
        .as(err::toString)
        .isZero();
    assertThat(out.toString().lines().skip(1).map(line -> line.split(" +", -1)[0]))
        .containsExactlyInAnyOrder("a/asking", "b/echo");
  }

  @Test
  void anApplicationThatIsNotRecordedSaysSo() throws Exception {
    GuestFolder folder = new GuestFolder(Files.createDirectory(temporary.resolve("unrecorded")));
    folder.application(guest("echo", "register echo; launch; stderr here"));
    try (ParigotProcess server = folder.start("run", "-v")) {
      server.awaitErr(line -> line.contains(" Ready: "));
      assertThat(execute("record", "dump", "-p", Long.toString(server.pid()))).isEqualTo(1);
      assertThat(err.toString())
          .contains(
              "Nothing is recorded here: the application runs without parigot.record.directory.");
    }
  }
}
