package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.cli.GuestFolder.guest;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Guests on two nodes are recorded, and one node is killed while they are at work. */
@Timeout(120)
@Tag("once")
class RecordedNodesTest {
  @TempDir Path temporary;

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private GuestFolder application() throws Exception {
    GuestFolder folder = new GuestFolder(temporary);
    folder.application(
        guest(
                "front",
                "register front; export front.v1 front; bind Ask forward middle.v1 middle Ask; bind"
                    + " Store forward middle.v1 middle Store; require middle.v1 middle; launch;"
                    + " locate middle.v1 middle")
            + guest(
                "middle",
                "register middle; export middle.v1 middle; bind Ask forward store.v1 store Echo;"
                    + " bind Store forward store.v1 store Store; require store.v1 store; launch;"
                    + " locate store.v1 store",
                "wasm = reactor.wasm")
            + guest(
                "store",
                "register store; export store.v1 store; bind Echo; bind Store plugin queue.length_;"
                    + " launch",
                "wasm = stores-loop.wasm",
                "plugins = [file, log, nutsdb, queue]")
            + guest(
                "client",
                "register client; require front.v1 front; launch; locate front.v1 front;"
                    + " expect-call-error Store 20 2; call Ask 20 50; stderr warm; call Ask 20"
                    + " 10000000",
                "restart = never"));
    folder.write(
        "nodes.conf",
        """
        parigot {
          nodes { a { host = 127.0.0.1, port = %d }, b { host = 127.0.0.1, port = %d } }
          placement { default = a, middle { nodes = [b] }, store { nodes = [b] } }
        }
        """
            .formatted(freePort(), freePort()));
    return folder;
  }

  @Test
  void whatANodeWroteBeforeItWasKilledIsReplayed() throws Exception {
    GuestFolder folder = application();
    String recordings = temporary.resolve("recordings").toString();
    try (ParigotProcess a = start(folder, recordings, "a");
        ParigotProcess b = start(folder, recordings, "b")) {
      a.awaitErr(line -> line.contains("warm"));
      b.signal("KILL");
      a.awaitErr(line -> line.contains("Node b is away"));
      a.signal("TERM");
      assertThat(a.result().code()).isZero();
    }

    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    assertThat(commandLine.execute("replay", recordings)).as(err::toString).isZero();
    List<String[]> rows = out.toString().lines().skip(1).map(line -> line.split(" +")).toList();
    assertThat(rows)
        .extracting(row -> row[0])
        .containsExactlyInAnyOrder("a/front", "a/client", "b/middle", "b/store");
    assertThat(rows)
        .allSatisfy(
            row -> {
              long events = number(row[1]);
              assertThat(events).isGreaterThan(50);
              assertThat(number(row[2])).isBetween(events - 1, events + 1);
            });
    out.getBuffer().setLength(0);
    assertThat(commandLine.execute("replay", recordings, "--interpreted"))
        .as(err::toString)
        .isZero();
    assertThat(out.toString().lines().skip(1).map(line -> List.of(line.split(" +"))))
        .as("what it tells of the compiled guests")
        .containsExactlyElementsOf(rows.stream().map(List::of).toList());
    out.getBuffer().setLength(0);
    assertThat(commandLine.execute("replay", recordings, "--print", "--until", "4")).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .anyMatch(line -> line.contains(" a/client a/front Store "))
        .anyMatch(line -> line.contains(" a/front b/middle Store "))
        .anyMatch(line -> line.contains(" b/store queue queue.length error 2"));
  }

  private static long number(String cell) {
    return Long.parseLong(cell.replace(",", ""));
  }

  private static ParigotProcess start(GuestFolder folder, String recordings, String node)
      throws Exception {
    return folder.start(
        "run",
        "--placement",
        "nodes.conf",
        "--node",
        node,
        "-v",
        "--record",
        recordings,
        "-Dparigot.record.state-hash=1");
  }
}
