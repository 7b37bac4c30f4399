package parigot.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where guests run, and each mistake in saying so. */
@Timeout(30)
class PlacementTest {
  private static final String NODES =
      """
      parigot.nodes {
        a { host = 127.0.0.1, port = 7001, roles = [edge] }
        b { host = 127.0.0.1, port = 7002, roles = [data, edge] }
      }
      """;

  @TempDir Path temporary;
  private ConfigFolder folder;

  @BeforeEach
  void anApplicationOfThreeGuests() {
    folder = new ConfigFolder(temporary);
    folder.write("x.wasm", "");
    folder.write(
        "application.conf",
        "parigot.guests { shop { wasm = x.wasm, message-limit = 9 MiB }, store { wasm = x.wasm },"
            + " buyer { wasm = x.wasm, kind = main } }");
  }

  private Placement placement(String text) {
    return Placement.of(ConfigFiles.placement(folder.write("placement.conf", text)));
  }

  private ApplicationSettings on(String node, String text) {
    return folder.load("application.conf").on(placement(text), node);
  }

  private static List<String> guests(ApplicationSettings settings) {
    return settings.guests().stream()
        .map(guest -> guest.name() + " x" + guest.instances())
        .toList();
  }

  @Test
  void aGuestRunsOnTheNodesOfItsRoleOnThoseThatAreNamedOrOnTheDefault() {
    String text =
        NODES
            + """
            parigot.placement {
              default = a
              shop { role = edge, instances = 2 }
              store { nodes = [b] }
            }
            """;
    assertThat(guests(on("a", text))).containsExactly("buyer x1", "shop x2");
    assertThat(guests(on("b", text))).containsExactly("shop x2", "store x1");
  }

  @Test
  void aNodeKnowsItsAddressTheOthersAndWhatAllHaveInCommon() {
    NodeSettings a = on("a", NODES + "parigot.placement.default = b").node().orElseThrow();
    NodeSettings b = on("b", NODES + "parigot.placement.default = b").node().orElseThrow();
    assertThat(a.name()).isEqualTo("a");
    assertThat(a.own()).hasToString("127.0.0.1:7001");
    assertThat(a.others()).containsExactly(b.own());
    assertThat(a.digest()).isEqualTo(b.digest());
    assertThat(a.longestMessage()).isEqualTo(9 << 20);
    assertThat(on("a", NODES + "parigot.placement.default = a").node().orElseThrow().digest())
        .isNotEqualTo(a.digest());
  }

  @Test
  void theFilesOfANodeAreNamedOnceForAll() {
    Path certificate = folder.write("a.pem", "");
    folder.write("a.key", "");
    folder.write("ca.pem", "");
    NodeSettings.Tls tls =
        on(
                "a",
                NODES
                    + """
                    parigot.placement.default = a
                    parigot.link.tls {
                      certificate = "{node}.pem", key = "{node}.key", authority = ca.pem
                    }
                    """)
            .node()
            .orElseThrow()
            .link()
            .tls()
            .orElseThrow();
    assertThat(tls.certificate()).isEqualTo(certificate);
  }

  @Test
  void whichNodeAProcessIsMustBeSaidAndKnown() {
    Placement placement = placement(NODES + "parigot.placement.default = a");
    assertThat(placement.chosen(Optional.of("b"))).isEqualTo("b");
    assertThat(complaint(() -> placement.chosen(Optional.empty())))
        .isEqualTo(
            "The placement has the nodes a, b: --node NAME, or PARIGOT_NODE in the environment,"
                + " must say which of them this process is; --all-nodes runs all of them.");
    assertThat(complaint(() -> placement.chosen(Optional.of("nowhere"))))
        .isEqualTo("There is no node nowhere in the placement; known are a, b.");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(
            "parigot.placement.default = a",
            "parigot.nodes is missing: it must name the nodes, each with host and port."),
        arguments(
            "parigot.nodes.a { host = localhost, port = 1 }",
            "parigot.nodes must name at least two nodes, each with host and port."),
        arguments(
            "parigot.nodes { a { host = h, port = 1 }, b { host = h, port = 1 } }",
            "parigot.nodes.b has the address h:1, which a has too."),
        arguments(
            NODES + "parigot.nodes.a { host = 127.0.0.1, port = 7003 }",
            "the node a stands in line 2 already, and each node has a name of its own."),
        arguments(
            "parigot.nodes { A { host = h, port = 1 }, b { host = h, port = 2 } }",
            "parigot.nodes.A is no name for a node: it must be a letter and then at most 62"
                + " letters, digits or -, all small."),
        arguments(
            "parigot.nodes { a { host = h, port = 0 }, b { host = h, port = 2 } }",
            "parigot.nodes.a.port must be a whole number from 1 to 65535, and is 0."),
        arguments(
            NODES,
            "parigot.placement.buyer is missing, and so is a default: nothing says where the guest"
                + " runs."),
        arguments(
            NODES + "parigot.placement { default = nowhere }",
            "parigot.placement.default names the node nowhere, which is not among parigot.nodes;"
                + " known are a, b."),
        arguments(
            NODES + "parigot.placement { default = a, shop { nodes = [a, bb] } }",
            "parigot.placement.shop.nodes names the node bb, which is not among parigot.nodes; did"
                + " you mean b?"),
        arguments(
            NODES + "parigot.placement { default = a, shop { role = dat } }",
            "parigot.placement.shop.role is dat, which no node has; did you mean data?"),
        arguments(
            NODES + "parigot.placement { default = a, shop { role = data, nodes = [a] } }",
            "parigot.placement.shop.nodes stands beside role: only one of the two says where the"
                + " guest runs."),
        arguments(
            NODES + "parigot.placement { default = a, shop { instances = 2 } }",
            "parigot.placement.shop.nodes is missing: nodes or role says where the guest runs."),
        arguments(
            NODES + "parigot.placement { default = a, shop { nodes = [] } }",
            "parigot.placement.shop.nodes must be a list of at least one node, and is the list"
                + " []."),
        arguments(
            NODES + "parigot.placement { default = a, shopp { nodes = [a] } }",
            "parigot.placement.shopp places a guest that there is not; did you mean shop?"),
        arguments(
            NODES + "parigot { placement.default = a, guests.x.wasm = y }",
            "parigot.guests is no setting; known are link, moving, nodes, placement."),
        arguments(
            NODES + "parigot { placement.default = a, link.silence = 3 s }",
            "parigot.link.silence must be a duration below call-timeout (2500 ms), or calls could"
                + " be carried out after they have failed, and is \"3 s\"."),
        arguments(
            NODES + "parigot { placement.default = a, link.heartbeat = 2 s }",
            "parigot.link.heartbeat must be a duration from 10 ms to half of silence, and is"
                + " \"2 s\"."),
        arguments(
            NODES + "parigot { placement.default = a, nodes.b.host = 192.0.2.1 }",
            "parigot.link.tls is missing: node b is at 192.0.2.1:7002, and without TLS nodes speak"
                + " on this machine alone (unless insecure = true, where the network itself keeps"
                + " others out)."),
        arguments(
            NODES
                + "parigot { placement.default = a, link.tls { certificate = a.pem, key = a,"
                + " authority = b } }",
            "parigot.link.tls.certificate names DIR/a.pem, and there is no such file."));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void eachMistakeIsAnsweredByOneSentence(String text, String sentence) {
    String complaint = complaint(() -> on("a", text)).replace(temporary.toString(), "DIR");
    assertThat(complaint.replaceFirst("^DIR/placement.conf:\\d+: ", "")).isEqualTo(sentence);
  }

  @Test
  void aPlacementHasNoPlaceInTheApplicationsOwnFile() {
    folder.write("application.conf", "parigot.guests.a.wasm = x.wasm\n" + NODES);
    assertThat(folder.complaintAbout("application.conf"))
        .endsWith(
            "parigot.nodes stands in a placement: in a file of its own, which --placement names.");
  }

  private static String complaint(Runnable reading) {
    SettingsException complaint = catchThrowableOfType(SettingsException.class, reading::run);
    return complaint == null ? "no complaint" : complaint.getMessage();
  }
}
