package parigot.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.peers.Authority;
import parigot.peers.TlsFiles;

/** Movable guests on nodes that come and go. */
@Tag("once")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class MovesTest {

  @Test
  void guestsSpreadOverTheNodesAndMoveWhenOneIsStopped() {
    try (MovingNodes nodes = new MovingNodes("", "a", "b", "c").startAll()) {
      nodes.awaitSpread("a", "b", "c");
      assertThat(nodes.ask("a", "one")).isEqualTo("one");
      assertThat(nodes.states("a")).containsOnly("launched", "elsewhere");

      nodes.stop("c");
      nodes.awaitSpread("a", "b");

      // The caller has located what it calls before that moved.
      for (int i = 0; i < 8; i++) {
        assertThat(nodes.ask("a", "two")).isEqualTo("two");
        assertThat(nodes.ask("b", "two")).isEqualTo("two");
      }

      nodes.start("c");
      nodes.awaitSpread("a", "b", "c");
      assertThat(nodes.ask("c", "three")).isEqualTo("three");
    }
  }

  /** Nodes that begin at one moment may each take themselves for the first. */
  @Test
  void theGroupIsFoundedByWhoeverHasTheLeaveToFoundIt() {
    try (MovingNodes nodes = new MovingNodes("", "a", "b")) {
      nodes.start("b").moves().seekGroup();
      nodes.start("a");

      nodes.awaitSpread("a", "b");
    }
  }

  @Test
  void withTlsTheyMoveOverConnectionsThatShowTheCertificatesOfTheNodes(@TempDir Path folder)
      throws Exception {
    Authority authority = new Authority(folder, "nodes");
    StringBuilder tls = new StringBuilder();
    TlsFiles ofA = authority.files("a");
    for (String node : List.of("a", "b")) {
      TlsFiles its = node.equals("a") ? ofA : authority.files(node);
      tls.append(
          "parigot.nodes.%s.tls { certificate = \"%s\", key = \"%s\", authority = \"%s\" }\n"
              .formatted(node, its.certificate(), its.key(), its.authority()));
    }
    try (MovingNodes nodes = new MovingNodes(tls.toString(), "a", "b").startAll()) {
      nodes.awaitSpread("a", "b");
      assertThat(nodes.ask("a", "one")).isEqualTo("one");

      assertThat(shown(nodes.movingPort("a"), certificate(authority.file())))
          .isEqualTo(certificate(ofA.certificate()));
    }
  }

  @Test
  void aNewVersionTakesOverOneNodeAfterTheOther(@TempDir Path folder) throws Exception {
    for (String node : List.of("a", "b")) {
      Files.createDirectories(folder.resolve(node));
      Files.copy(MovingNodes.MODULE, folder.resolve(node).resolve("reactor.wasm"));
    }
    try (MovingNodes nodes = new MovingNodes("", folder, "a", "b").startAll()) {
      nodes.awaitSpread("a", "b");
      Map<String, Set<Integer>> places = nodes.places();
      assertThat(nodes.otherCode("a")).isEmpty();

      // What is asked before is answered, by the old code.
      List<CompletableFuture<StringValue>> before = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        before.add(nodes.asking("b", "shop", "Echo", "before"));
      }
      for (String node : List.of("a", "b")) {
        anotherVersion(nodes.module(node));
        assertThat(nodes.replace(node, "shop")).containsExactly("shop");
        assertThat(nodes.replace(node, "shop")).isEmpty();
        nodes.await(
            "other code on " + node,
            () -> nodes.otherCode("a").contains("shop") == node.equals("a"));
        for (int i = 0; i < 8; i++) {
          assertThat(nodes.echo("a", "during")).isEqualTo("during");
          assertThat(nodes.echo("b", "during")).isEqualTo("during");
        }
      }
      before.forEach(
          answer -> assertThat(MovingNodes.limit(answer).getValue()).isEqualTo("before"));
      assertThat(nodes.places()).isEqualTo(places);
    }
  }

  /** The same module, with a section that nobody reads. */
  private static void anotherVersion(Path module) throws Exception {
    byte[] custom = {0, 3, 1, 'v', '2'};
    byte[] before = Files.readAllBytes(module);
    byte[] after = Arrays.copyOf(before, before.length + custom.length);
    System.arraycopy(custom, 0, after, before.length, custom.length);
    Files.write(module, after);
  }

  private static Certificate certificate(Path pem) throws Exception {
    try (InputStream file = Files.newInputStream(pem)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(file);
    }
  }

  /** The certificate that is shown to somebody who has none. */
  private static Certificate shown(int port, Certificate authority) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, trust.getTrustManagers(), null);
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.startHandshake();
      return socket.getSession().getPeerCertificates()[0];
    }
  }
}
