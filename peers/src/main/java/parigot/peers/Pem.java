package parigot.peers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys as they stand in files. */
final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private Pem() {}

  /** At least one. */
  static List<X509Certificate> certificates(Path file) {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(read(file)))
          .forEach(each -> certificates.add((X509Certificate) each));
    } catch (CertificateException e) {
      throw new LinkException(noCertificate(file), e);
    }
    if (certificates.isEmpty()) {
      throw new LinkException(noCertificate(file));
    }
    return certificates;
  }

  private static String noCertificate(Path file) {
    return file + " has no certificate: it has to be PEM, with -----BEGIN CERTIFICATE-----.";
  }

  /** The private key, which is that of the certificate in the other file. */
  static PrivateKey key(Path file, X509Certificate certificate, Path certificateFile) {
    PublicKey known = certificate.getPublicKey();
    Matcher found = KEY.matcher(new String(read(file), StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      throw new LinkException(
          file
              + " has no private key: it has to be PKCS #8 as PEM without a password, with"
              + " -----BEGIN PRIVATE KEY-----; openssl pkcs8 -topk8 -nodes makes one.");
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
      PrivateKey key =
          KeyFactory.getInstance(known.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(bytes));
      if (!belongTogether(key, known)) {
        throw new LinkException(notTheKeyOf(file, certificateFile));
      }
      return key;
    } catch (NoSuchAlgorithmException e) {
      throw new LinkException(
          certificateFile
              + " is for a key of the kind "
              + known.getAlgorithm()
              + ", which this JDK does not know.",
          e);
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      throw new LinkException(notTheKeyOf(file, certificateFile), e);
    }
  }

  private static String notTheKeyOf(Path file, Path certificateFile) {
    return file + " is not the private key of the certificate in " + certificateFile + ".";
  }

  private static boolean belongTogether(PrivateKey key, PublicKey known) {
    String algorithm =
        switch (known.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> known.getAlgorithm();
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(known);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new LinkException(file + " is not there, and parigot.link.tls names it.", e);
    } catch (IOException e) {
      throw new LinkException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }
}
