package parigot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static parigot.cli.GuestFolder.guest;

import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.v1.host.ApplicationReport;
import parigot.v1.host.ApplicationReports;
import parigot.v1.host.CallsReport;
import parigot.v1.host.GuestReport;
import parigot.v1.host.NodeReport;

/** The nodes of an application as processes, and what a person is told who names them wrongly. */
@Tag("once")
@Timeout(120)
class NodesTest {
  private static final String SERVER =
      guest("bottom", "register bottom; export b.v1 b; bind Echo; launch");

  private static final String MAIN =
      guest(
          "m",
          "register m; require b.v1 b; launch; locate b.v1 b; call Echo 10 20; print done; exit 3",
          "kind = main");

  @TempDir Path temporary;
  private GuestFolder folder;

  @BeforeEach
  void anApplicationOnThreeNodes() throws IOException {
    folder = new GuestFolder(temporary);
    folder.application(SERVER + MAIN);
    List<Integer> ports = freePorts();
    folder.write(
        "nodes.conf",
        """
        parigot {
          nodes {
            a { host = 127.0.0.1, port = %d }
            b { host = 127.0.0.1, port = %d, roles = [low] }
            c { host = 127.0.0.1, port = %d, roles = [low] }
          }
          placement { default = a, bottom { role = low } }
        }
        """
            .formatted(ports.get(0), ports.get(1), ports.get(2)));
  }

  private static List<Integer> freePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  @Test
  void allNodesRunAsProcessesAndEndWithTheMainsCode() throws Exception {
    ParigotProcess.Result result =
        folder.run("run", "--placement", "nodes.conf", "--all-nodes", "-v");

    assertThat(result.text()).isEqualTo("done\n");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.said())
        .allMatch(line -> line.matches("[abc] \\| (?![abc] \\| ).*"))
        .anyMatch(line -> line.startsWith("b | ") && line.contains("Node a is linked."))
        .anyMatch(line -> line.startsWith("c | ") && line.contains("Node a ends the application"));
  }

  @Test
  void aNodeIsAProcessOfItsOwnAndASignalEndsOneWhileTheOthersGoOn() throws Exception {
    folder.application(
        guest(
                "bottom",
                "register bottom; export b.v1 b; bind Never never; launch",
                "call-timeout = 1 minute")
            + guest(
                    "m",
                    "register m; require b.v1 b; launch; locate b.v1 b; start-call Never 10;"
                        + " stderr ready")
                .replace("loop.wasm", "reactor.wasm"));
    try (ParigotProcess a = start("a");
        ParigotProcess b = start("b");
        ParigotProcess c = start("c")) {
      a.awaitErr(line -> line.contains("ready"));
      assertSeenAsOneApplication();
      c.signal("TERM");
      assertThat(c.result().code()).isZero();
      // Wherever the log goes, it says whose it is.
      assertThat(c.result().said()).isNotEmpty().allMatch(line -> line.startsWith("c | "));
      a.awaitErr(line -> line.contains("Node c is stopping."));
      a.awaitErr(line -> line.contains("Node c is away"));
      a.signal("TERM");
      b.signal("TERM");
      assertThat(a.result().code()).isZero();
      assertThat(b.result().code()).isZero();
    }
  }

  /** What an operator is told of it, who names no node. */
  private void assertSeenAsOneApplication() throws Exception {
    String name = folder.path().getFileName().toString();
    ApplicationReports.Builder reports = ApplicationReports.newBuilder();
    ParigotProcess.Result told = folder.run("ps", "--json", "-p", name);
    JsonFormat.parser().merge(told.text(), reports);
    assertThat(reports.getApplicationsList())
        .as("%s", told.said())
        .extracting(ApplicationReport::getNode)
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(reports.getApplicationsList())
        .allSatisfy(
            node ->
                assertThat(node.getNodesList())
                    .hasSize(2)
                    .extracting(NodeReport::getLinked)
                    .containsOnly(true));
    assertThat(reports.getApplicationsList())
        .flatExtracting(ApplicationReport::getGuestsList)
        .extracting(
            GuestReport::getName,
            GuestReport::getExportsList,
            GuestReport::getRequiresList,
            GuestReport::getLevel)
        .containsExactlyInAnyOrder(
            tuple("bottom", List.of("b.v1.b"), List.of(), 1),
            tuple("bottom", List.of("b.v1.b"), List.of(), 1),
            tuple("m", List.of(), List.of("b.v1.b"), 2));
    CallsReport.Builder calls = CallsReport.newBuilder();
    JsonFormat.parser().merge(folder.run("calls", "--json", "-p", name).text(), calls);
    // Two nodes know the call, and what is told of it ends where the callee is.
    assertThat(calls.getCallsList())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.getCaller()).isEqualTo("a/m");
              assertThat(call.getChainList())
                  .singleElement()
                  .asString()
                  .matches("a/m -> [bc]/bottom\\.Never \\((?!not answered by node).*");
            });
  }

  private ParigotProcess start(String node) throws IOException {
    return folder.start("run", "--placement", "nodes.conf", "--node", node, "-v");
  }

  private void assertRefused(String sentence, String... options) throws Exception {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "run";
    System.arraycopy(options, 0, arguments, 1, options.length);
    ParigotProcess.Result result = folder.run(arguments);
    assertThat(result.said().get(0)).isEqualTo(sentence.replace("DIR", folder.path().toString()));
    assertThat(result.code()).isEqualTo(193);
    assertThat(result.text()).isEmpty();
  }

  @Test
  void theNodeMustBeNamed() throws Exception {
    assertRefused(
        "parigot: The placement has the nodes a, b, c: --node NAME, or PARIGOT_NODE in the"
            + " environment, must say which of them this process is; --all-nodes runs all of them.",
        "--placement",
        "nodes.conf");
  }

  @Test
  void anUnknownNode() throws Exception {
    assertRefused(
        "parigot: There is no node elsewhere in the placement; known are a, b, c.",
        "--placement",
        "nodes.conf",
        "--node",
        "elsewhere");
  }

  @Test
  void noSuchPlacement() throws Exception {
    assertRefused(
        "parigot: The placement DIR/there.conf does not exist.", "--placement", "there.conf");
  }

  @Test
  void aNodeWithoutAPlacement() throws Exception {
    assertRefused(
        "parigot: --node goes with --placement FILE; \"parigot help\" shows what there is.",
        "--node",
        "a");
  }

  @Test
  void aPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      folder.write(
          "taken.conf",
          """
          parigot {
            nodes { a { host = 127.0.0.1, port = %d }, b { host = 127.0.0.1, port = 1 } }
            placement.default = a
          }
          """
              .formatted(taken.getLocalPort()));
      ParigotProcess.Result result = folder.run("run", "--placement", "taken.conf", "--node", "a");
      assertThat(result.said())
          .singleElement()
          .satisfies(
              line ->
                  assertThat(line)
                      .startsWith("parigot: node a: ")
                      .contains(String.valueOf(taken.getLocalPort())));
      assertThat(result.code()).isEqualTo(193);
    }
  }
}
