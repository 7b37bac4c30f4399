package parigot.runtime.settings;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import parigot.plugin.BlockReader;

/**
 * Who has to have signed what is run here: the holder of an Ed25519 key, or anybody. Who runs an
 * application says so, with {@code -Dparigot.trust} or {@code PARIGOT_TRUST}; the application
 * cannot.
 *
 * @param key the file of the public key, as {@code openssl pkey -pubout} writes it
 */
record PackTrust(Optional<Path> key) {
  private static final String ALGORITHM = "Ed25519";
  private static final String PROPERTY = "parigot.trust";

  static PackTrust ofThisProcess() {
    return new PackTrust(
        Optional.ofNullable(System.getProperty(PROPERTY, System.getenv("PARIGOT_TRUST")))
            .filter(file -> !file.isEmpty())
            .map(Path::of));
  }

  /** Refuses what is no pack, where it must be a signed one. */
  void checkPlain(Path file) {
    if (key.isPresent()) {
      throw new SettingsException(
          "%s is no pack, and parigot.trust = %s lets none but signed packs run."
              .formatted(file, key.get()));
    }
  }

  /** A configuration cannot vouch for itself. */
  static void checkOwn(Config whole) {
    if (whole.hasPath(PROPERTY)
        && !whole.getString(PROPERTY).equals(System.getProperty(PROPERTY))) {
      throw new SettingsException(
          "%s: parigot.trust is for who runs an application: -Dparigot.trust=FILE, or PARIGOT_TRUST."
              .formatted(BlockReader.place(whole.getValue(PROPERTY).origin())));
    }
  }

  void check(Path file, byte[] signed, byte[] signature) {
    if (key.isEmpty()) {
      return;
    }
    if (signature.length == 0) {
      throw new SettingsException(
          "The pack %s is not signed, and parigot.trust = %s lets none but signed packs run."
              .formatted(file, key.get()));
    }
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(publicKey(key.get()));
      check.update(signed);
      if (check.verify(signature)) {
        return;
      }
    } catch (GeneralSecurityException malformed) {
      throw untrusted(file, malformed);
    }
    throw untrusted(file, null);
  }

  private SettingsException untrusted(Path file, GeneralSecurityException cause) {
    return new SettingsException(
        "The pack %s was not signed with the key that parigot.trust = %s belongs to."
            .formatted(file, key.orElseThrow()),
        cause);
  }

  /** The signature of a holder of the private key in a file. */
  static byte[] sign(Path privateKey, byte[] text) {
    try {
      PrivateKey key =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(pem(privateKey, "PRIVATE KEY")));
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException wrong) {
      throw noKey(privateKey, "private", wrong);
    }
  }

  private static PublicKey publicKey(Path file) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(pem(file, "PUBLIC KEY")));
    } catch (GeneralSecurityException wrong) {
      throw noKey(file, "public", wrong);
    }
  }

  private static SettingsException noKey(Path file, String kind, Exception cause) {
    return new SettingsException(
        "%s is no %s Ed25519 key in PEM, as openssl writes it.".formatted(file, kind), cause);
  }

  private static byte[] pem(Path file, String kind) {
    String name = kind.startsWith("PRIVATE") ? "private" : "public";
    try {
      String text = Files.readString(file, StandardCharsets.US_ASCII);
      String begin = "-----BEGIN " + kind + "-----";
      int from = text.indexOf(begin);
      int to = text.indexOf("-----END " + kind + "-----");
      if (from < 0 || to < from) {
        throw noKey(file, name, null);
      }
      return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    } catch (IOException unreadable) {
      throw new SettingsException(
          "The key %s cannot be read: %s.".formatted(file, unreadable.getMessage()), unreadable);
    } catch (IllegalArgumentException noBase64) {
      throw noKey(file, name, noBase64);
    }
  }
}
