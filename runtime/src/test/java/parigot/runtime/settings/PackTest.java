package parigot.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application in one file. */
@Timeout(30)
class PackTest {
  @TempDir Path temporary;
  private ConfigFolder folder;
  private Path pack;

  @BeforeEach
  void anApplication() {
    folder = new ConfigFolder(temporary);
    folder.write("modules/a.wasm", "the module a");
    folder.write("other/a.wasm", "another a");
    folder.write("a.binpb", "the descriptors");
    folder.write("more.conf", "parigot.guests.b { wasm = other/a.wasm, instances = 2 }\n");
    folder.write(
        "app.conf",
        """
        include "more.conf"
        parigot {
          search-path = [modules]
          call-timeout = 1 s
          plugins.file.root = data
          guests.a { wasm = a.wasm, descriptors = a.binpb, args = [one, "two words"] }
        }
        """);
    folder.write(
        "nodes.conf",
        "parigot { nodes { n { host = 127.0.0.1, port = 1 }, m { host = 127.0.0.1, port = 2 } },"
            + " placement.default = n }\n");
    pack = temporary.resolve("elsewhere/app.parigot");
  }

  @AfterEach
  void nobodyIsTrusted() {
    System.clearProperty("parigot.trust");
  }

  /** Where anything runs. */
  private void write(Optional<Path> key) throws IOException {
    System.clearProperty("parigot.trust");
    Files.createDirectories(pack.getParent());
    assertThat(
            PackWriter.write(
                temporary.resolve("app.conf"),
                Optional.of(temporary.resolve("nodes.conf")),
                key,
                pack))
        .containsExactly("a.binpb", "a.wasm", "b-a.wasm");
  }

  private String complaint() {
    return folder.complaintAbout("elsewhere/app.parigot");
  }

  @Test
  void aPackSaysWhatItsFilesHaveSaid() throws Exception {
    write(Optional.empty());
    Files.delete(temporary.resolve("modules/a.wasm"));
    Files.delete(temporary.resolve("more.conf"));

    ApplicationSettings settings = folder.load("elsewhere/app.parigot");

    assertThat(settings.callTimeout()).hasSeconds(1);
    assertThat(settings.guests()).extracting(GuestSettings::name).containsExactly("a", "b");
    GuestSettings a = settings.guests().get(0);
    assertThat(a.wasm()).hasContent("the module a");
    assertThat(a.descriptors().orElseThrow()).hasContent("the descriptors");
    assertThat(a.args()).containsExactly("one", "two words");
    GuestSettings b = settings.guests().get(1);
    assertThat(b.wasm()).hasContent("another a");
    assertThat(b.instances()).isEqualTo(2);
    assertThat(Placement.of(ConfigFiles.placement(pack)).names())
        .containsExactlyInAnyOrder("m", "n");
  }

  @Test
  void pathsStartBesideThePack() throws Exception {
    write(Optional.empty());

    assertThat(ConfigFiles.load(Optional.of(pack)).getValue("parigot.plugins.file.root").origin())
        .extracting(origin -> Path.of(origin.filename()).getParent())
        .isEqualTo(pack.getParent());
  }

  @Test
  void theSameApplicationMakesTheSameBytes() throws Exception {
    write(Optional.empty());
    byte[] first = Files.readAllBytes(pack);
    write(Optional.empty());

    assertThat(Files.readAllBytes(pack)).isEqualTo(first);
    assertThat(pack.getParent().toFile().list()).containsExactly("app.parigot");
  }

  @Test
  void aPackThatWasChangedIsRefused() throws Exception {
    write(Optional.empty());
    change("META-INF/parigot/guests/a.wasm", "evil");

    assertThat(complaint())
        .isEqualTo(
            "The pack DIR/elsewhere/app.parigot was changed: META-INF/parigot/guests/a.wasm has"
                + " another digest than META-INF/parigot/digests says.");
  }

  @Test
  void aPackWithMoreOrLessThanItListsIsRefused() throws Exception {
    write(Optional.empty());
    change("META-INF/parigot/guests/more.wasm", "more");
    assertThat(complaint()).contains("has META-INF/parigot/guests/more.wasm, of which");

    write(Optional.empty());
    try (FileSystem zip = FileSystems.newFileSystem(pack)) {
      Files.delete(zip.getPath("META-INF/parigot/guests/a.wasm"));
    }
    assertThat(complaint()).endsWith("lacks META-INF/parigot/guests/a.wasm.");
  }

  @Test
  void anArchiveOfAnotherKindIsRefused() throws Exception {
    Files.createDirectories(pack.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(pack))) {
      zip.putNextEntry(new ZipEntry("application.conf"));
    }

    assertThat(complaint())
        .isEqualTo(
            "The pack DIR/elsewhere/app.parigot is no pack: it has no META-INF/parigot/digests.");
  }

  private void change(String name, String text) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(pack)) {
      Files.write(zip.getPath(name), List.of(text), StandardCharsets.UTF_8);
    }
  }

  private Path pem(String kind, byte[] encoded) {
    return folder.write(
        kind.charAt(1) + ".pem",
        "-----BEGIN %1$s KEY-----\n%2$s\n-----END %1$s KEY-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(encoded)));
  }

  private KeyPair signed() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    write(Optional.of(pem("PRIVATE", pair.getPrivate().getEncoded())));
    return pair;
  }

  private void trust(KeyPair pair) {
    System.setProperty("parigot.trust", pem("PUBLIC", pair.getPublic().getEncoded()).toString());
  }

  @Test
  void onlyWhatWasSignedWithTheTrustedKeyIsLoaded() throws Exception {
    KeyPair pair = signed();
    trust(pair);
    assertThat(folder.load("elsewhere/app.parigot").guests()).hasSize(2);

    trust(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    assertThat(complaint()).contains("was not signed with the key that parigot.trust = ");

    change("META-INF/parigot/signature", "no signature");
    trust(pair);
    assertThat(complaint()).contains("was not signed with the key that parigot.trust = ");

    write(Optional.empty());
    trust(pair);
    assertThat(complaint()).contains("is not signed, and parigot.trust = ");
    assertThat(folder.complaintAbout("app.conf")).contains("is no pack, and parigot.trust = ");
  }

  /** Whoever changes the list of digests along with a module has no key for that. */
  @Test
  void aSignatureIsOfAllThatIsInThePack() throws Exception {
    KeyPair pair = signed();
    Path signed = Files.move(pack, temporary.resolve("signed.parigot"));
    folder.write("modules/a.wasm", "evil");
    write(Optional.empty());
    try (FileSystem from = FileSystems.newFileSystem(signed);
        FileSystem to = FileSystems.newFileSystem(pack)) {
      Files.copy(
          from.getPath("META-INF/parigot/signature"), to.getPath("META-INF/parigot/signature"));
    }
    trust(pair);

    assertThat(complaint()).contains("was not signed with the key that parigot.trust = ");
  }

  @Test
  void anApplicationCannotVouchForItself() {
    folder.write("app.conf", "parigot { trust = key.pub, guests.a.wasm = modules/a.wasm }\n");

    assertThat(folder.complaintAbout("app.conf"))
        .isEqualTo(
            "DIR/app.conf:1: parigot.trust is for who runs an application: -Dparigot.trust=FILE, or"
                + " PARIGOT_TRUST.");
  }

  @Test
  void whatIsNoKeyIsNamed() throws Exception {
    signed();
    System.setProperty("parigot.trust", folder.write("odd.pem", "no key").toString());

    assertThat(complaint())
        .isEqualTo("DIR/odd.pem is no public Ed25519 key in PEM, as openssl writes it.");
  }
}
