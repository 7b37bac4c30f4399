package parigot.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static parigot.peers.TestNode.PLAIN;
import static parigot.peers.TestNode.lower;
import static parigot.peers.TestNode.with;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  @TempDir Path folder;
  private Authority authority;

  @BeforeEach
  void anAuthority() {
    authority = new Authority(folder, "ca");
  }

  private static void canTalk(TestNode a, TestNode b) {
    Events.Linked atA = a.linked();
    b.linked();
    assertThat(a.send(atA, "secret", 1)).isTrue();
    assertThat(b.received()).isEqualTo("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void nodesWithCertificatesOfOneAuthorityAreLinked(String algorithm) {
    Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
    try (TestNode b =
            TestNode.open("b", with(authority.files("b", algorithm, tomorrow)), lower("a"));
        TestNode a =
            TestNode.open("a", with(authority.files("a", algorithm, tomorrow)), b.reached())) {
      canTalk(a, b);
      a.leave();
      assertThat(b.events.next(Events.Lost.class).why()).isEqualTo("it has left");
    }
  }

  @Test
  void certificatesOfAnotherAuthorityAreRefusedOnBothSides() {
    Authority other = new Authority(folder, "other");
    try (TestNode b = TestNode.open("b", with(authority.files("b")), lower("a"));
        TestNode a = TestNode.open("a", with(other.files("a")), b.reached())) {
      assertThat(a.events.next(Events.Refused.class).sentence())
          .startsWith("Node b (127.0.0.1:")
          .contains("is not let in: the certificate of b is not one by the authority in ")
          .contains(other.file().toString());
      assertThat(b.events.next(Events.Refused.class).sentence())
          .startsWith("127.0.0.1 does not accept this node's certificate in " + folder);
    }
  }

  @Test
  void anAuthorityThatOnlyOneSideAcceptsIsRefusedOnBothSides() {
    // The node that dials accepts both, so it is its own certificate that is refused.
    Authority other = new Authority(folder, "other");
    TlsFiles files = other.files("a");
    try {
      Files.writeString(
          files.authority(),
          Files.readString(files.authority()) + Files.readString(authority.file()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    try (TestNode b = TestNode.open("b", with(authority.files("b")), lower("a"));
        TestNode a = TestNode.open("a", with(files), b.reached())) {
      assertThat(b.events.next(Events.Refused.class).sentence())
          .startsWith(
              "127.0.0.1 is not let in: the certificate of a is not one by the authority in")
          .contains(authority.file().toString());
      assertThat(a.events.next(Events.Refused.class).sentence())
          .contains("does not accept this node's certificate in " + files.certificate());
    }
  }

  @Test
  void aCertificateOfAnotherNameIsRefused() {
    try (TestNode b = TestNode.open("b", with(authority.files("b")), lower("a"));
        TestNode a =
            TestNode.open(
                "a", with(authority.files("a")), new NodeAddress("c", "127.0.0.1", port(b)))) {
      assertThat(a.events.next(Events.Refused.class).sentence())
          .startsWith("Node c (127.0.0.1:")
          .endsWith(
              "is not let in: the certificate is one of b, and one of its DNS names"
                  + " (subjectAltName) has to be c.");
    }
  }

  @Test
  void aNodeWithTheCertificateOfAnotherIsRefusedWhenItSaysItsName() {
    // Both are nodes of the placement, so only the hello shows that the name is another one.
    try (TestNode b = TestNode.open("b", with(authority.files("b")), lower("a"), lower("aa"))) {
      Caller.says(
          b.address(),
          Optional.of(authority.files("aa")),
          Caller.hello(Wire.PROTOCOL, "a", 1, 1),
          Caller.CONFIRMATION);
      assertThat(b.events.next(Events.Refused.class))
          .isEqualTo(
              new Events.Refused(
                  "a",
                  "Node a showed the certificate of aa: one of its DNS names (subjectAltName) has"
                      + " to be the node's."));
      assertThat(b.events.all(Events.Linked.class)).isEmpty();
    }
  }

  @Test
  void anExpiredCertificateIsRefused() {
    try (TestNode b = TestNode.open("b", with(authority.files("b")), lower("a"))) {
      Caller.says(
          b.address(),
          Optional.of(authority.files("a", "EC", Instant.now().minus(Duration.ofHours(1)))),
          Caller.hello(Wire.PROTOCOL, "a", 1, 1));
      assertThat(b.events.next(Events.Refused.class).sentence())
          .startsWith("127.0.0.1 is not let in: the certificate of a has expired on ");
    }
  }

  @Test
  void aCertificateOfNoNodeOfThePlacementIsRefused() {
    try (TestNode b = TestNode.open("b", with(authority.files("b")), lower("a"))) {
      Caller.says(
          b.address(), Optional.of(authority.files("z")), Caller.hello(Wire.PROTOCOL, "a", 1, 1));
      assertThat(b.events.next(Events.Refused.class).sentence())
          .isEqualTo(
              "127.0.0.1 is not let in: the certificate is one of z, and one of its DNS names"
                  + " (subjectAltName) has to be a.");
    }
  }

  private static int port(TestNode node) {
    return node.address().getPort();
  }

  @Test
  void ownFilesThatNobodyWouldAcceptAreSaidAtTheStart() throws IOException {
    TlsFiles good = authority.files("a");
    Path text = Files.writeString(folder.resolve("text"), "no certificate");
    Path none = folder.resolve("none.pem");
    TlsFiles expired = authority.files("a", "EC", Instant.now().minus(Duration.ofDays(3)));
    TlsFiles ofOther = new Authority(folder, "other").files("a");

    saidAtTheStart(new TlsFiles(none, good.key(), good.authority()), none + " is not there");
    saidAtTheStart(new TlsFiles(text, good.key(), good.authority()), text + " has no certificate");
    saidAtTheStart(new TlsFiles(good.certificate(), text, good.authority()), "PKCS #8");
    saidAtTheStart(
        new TlsFiles(good.certificate(), ofOther.key(), good.authority()),
        ofOther.key() + " is not the private key of the certificate in " + good.certificate());
    saidAtTheStart(
        new TlsFiles(ofOther.certificate(), ofOther.key(), good.authority()),
        ofOther.certificate()
            + ": the certificate of a is not one by the authority in "
            + good.authority());
    saidAtTheStart(expired, expired.certificate() + ": the certificate of a has expired on ");
    TlsFiles named = authority.files("b");
    saidAtTheStart(
        named,
        named.certificate()
            + ": the certificate is one of b, and one of its DNS names (subjectAltName) has to be"
            + " a.");
  }

  private static void saidAtTheStart(TlsFiles files, String what) {
    assertThatThrownBy(() -> TestNode.open("a", with(files)))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining(what);
  }

  @Test
  void aNodeWithoutTlsIsToldOf() {
    try (TestNode b = TestNode.open("b", with(authority.files("b")), lower("a"));
        TestNode a = TestNode.open("a", PLAIN, b.reached())) {
      assertThat(b.events.next(Events.Refused.class).sentence())
          .isEqualTo("127.0.0.1 speaks no TLS, and nodes of this placement do.");
      assertThat(a.events.all(Events.Linked.class)).isEmpty();
    }
  }

  @Test
  void aNodeWithoutTlsThatIsDialledIsToldOf() {
    try (TestNode b = TestNode.open("b", PLAIN, lower("a"));
        TestNode a = TestNode.open("a", with(authority.files("a")), b.reached())) {
      assertThat(b.events.next(Events.Refused.class).sentence())
          .isEqualTo("127.0.0.1 speaks TLS, and this node was given no certificate.");
      assertThat(a.events.all(Events.Linked.class)).isEmpty();
    }
  }

  @Test
  void strangersHarmNoLink() throws IOException {
    try (TestNode b = TestNode.open("b", with(authority.files("b")), lower("a"));
        TestNode a = TestNode.open("a", with(authority.files("a")), b.reached())) {
      Events.Linked atA = a.linked();
      for (String said :
          new String[] {"GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0000\u0005hello"}) {
        try (Socket stranger = new Socket(b.address().getAddress(), port(b))) {
          stranger.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
          while (stranger.getInputStream().read() >= 0) {
            // Until it is sent away.
          }
        }
      }
      assertThat(a.send(atA, "still here", 1)).isTrue();
      assertThat(b.received()).isEqualTo("still here");
    }
  }

  @Test
  void aCertificateThatIsRenewedIsUsedFromTheNextHandshakeOn() throws IOException {
    Authority second = new Authority(folder, "second");
    TlsFiles ofB = authority.files("b");
    // This one accepts only the second authority: the other node has to be given a certificate.
    TlsFiles renewed = second.files("b");
    try (TestNode b = TestNode.open("b", with(ofB), lower("a"));
        TestNode a = TestNode.open("a", with(second.files("a")), b.reached())) {
      a.events.next(Events.Refused.class);
      move(renewed.key(), ofB.key());
      move(renewed.authority(), ofB.authority());
      move(renewed.certificate(), ofB.certificate());
      canTalk(a, b);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(to, FileTime.from(Instant.now().plusSeconds(5)));
  }
}
