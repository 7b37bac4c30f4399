package parigot.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The archive with its own Java runs where there is none: no JAVA_HOME, and none on the PATH. */
@EnabledIfSystemProperty(
    named = "archive.runtime",
    matches = ".+",
    disabledReason = "-Pruntime makes the archive")
@Timeout(120)
class RuntimeArchiveTest {
  @TempDir private static Path temporary;
  private static Unpacked unpacked;
  private static Unpacked.Result first;

  @BeforeAll
  static void unpackAndRunAnExample() throws Exception {
    unpacked = Unpacked.in(temporary, System.getProperty("archive.runtime"), true);
    first = unpacked.parigot("run", example("helloworld"));
  }

  @AfterAll
  static void letItBeDeleted() throws Exception {
    unpacked.close();
  }

  private static String example(String name) {
    return unpacked.root().resolve("examples").resolve(name).toString();
  }

  @Test
  void anExampleRunsAndTheNextStartIsQuicker() throws Exception {
    assertThat(first)
        .isEqualTo(
            new Unpacked.Result(0, "bonjour world\n", "parigot: preparing quicker starts\n"));
    assertThat(unpacked.parigot("run", example("helloworld")))
        .isEqualTo(new Unpacked.Result(0, "bonjour world\n", ""));
  }

  /** SQLite with its native library, jars as file systems, and a store of files. */
  @Test
  void aServerInAJarAndItsDatabaseWork() throws Exception {
    Unpacked.Result result =
        unpacked.parigot("run", example("kv"), "-Dparigot.plugins.nutsdb.root=databases");

    assertThat(result.code()).as("%s", result).isZero();
    assertThat(result.out()).startsWith("run 1");
  }

  /** The links are gRPC's, and each node is a process that the first one starts. */
  @Test
  void threeNodesRun() throws Exception {
    Path placement = temporary.resolve("work/nodes.conf");
    List<Integer> ports = freePorts(3);
    Files.writeString(
        placement,
        """
        include "%s/nodes.conf"
        parigot.nodes { a.port = %d, b.port = %d, c.port = %d }
        """
            .formatted(example("helloworld"), ports.get(0), ports.get(1), ports.get(2)));

    Unpacked.Result result =
        unpacked.parigot(
            "run", example("helloworld"), "--placement", placement.toString(), "--all-nodes");

    assertThat(result.out()).as("%s", result).isEqualTo("bonjour world\n");
    assertThat(result.code()).isZero();
  }

  private static List<Integer> freePorts(int count) throws Exception {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  /** With the elliptic curves of its cipher suites. */
  @Test
  void whatTheDebuggerAndTheTlsNeedIsInIt() throws Exception {
    String modules = Files.readString(unpacked.root().resolve("runtime/release"));

    assertThat(modules).contains("jdk.crypto.ec", "jdk.jdwp.agent", "jdk.jfr");
    assertThat(unpacked.root().resolve("runtime/lib/server/classes.jsa")).exists();
  }
}
