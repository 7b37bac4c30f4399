package parigot.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import parigot.peers.TlsFiles;

/**
 * One certificate for both ends of a connection, made by the JDK's keytool: once for a run, in the
 * folder that it works in. The ends know each other by it.
 */
final class Certificates {
  static final String PASSWORD = "bench-only";
  private static final String ALIAS = "both";

  private Certificates() {}

  /** As a key store, which is a trust store too. */
  static synchronized Path store() {
    Path store = Workplace.folder().resolve("both.p12");
    if (!Files.exists(store)) {
      String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
      make(
          List.of(
              keytool,
              "-genkeypair",
              "-alias",
              ALIAS,
              "-keyalg",
              "EC",
              "-groupname",
              "secp256r1",
              "-dname",
              "CN=bench",
              "-ext",
              "SAN=dns:a,dns:b,dns:localhost,ip:127.0.0.1",
              "-ext",
              "BC=ca:true",
              "-validity",
              "2",
              "-storetype",
              "PKCS12",
              "-keystore",
              store.toString(),
              "-storepass",
              PASSWORD));
    }
    return store;
  }

  /** What keytool has to say is of interest only when it fails. */
  private static void make(List<String> keytool) {
    try {
      Process process = new ProcessBuilder(keytool).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("There is no certificate: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("There is no certificate.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** As files in PEM. */
  static synchronized TlsFiles files() {
    Path certificate = Workplace.folder().resolve("both.pem");
    Path key = Workplace.folder().resolve("both.key");
    if (!Files.exists(key)) {
      Path file = store();
      try (InputStream content = Files.newInputStream(file)) {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(content, PASSWORD.toCharArray());
        write(certificate, "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
        write(key, "PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException("The certificate in " + file + " cannot be read.", e);
      }
    }
    return new TlsFiles(certificate, key, certificate);
  }

  private static void write(Path file, String kind, byte[] bytes) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind));
  }
}
