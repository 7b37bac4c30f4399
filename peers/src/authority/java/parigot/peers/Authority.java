package parigot.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that signs certificates for a test, and writes all of them to a folder. */
public final class Authority {
  private static final AtomicLong SERIALS = new AtomicLong(1);
  private static final Duration DAY = Duration.ofDays(1);

  private final Path folder;
  private final X500Name name;
  private final KeyPair keys = keys("EC");
  private final Path file;

  public Authority(Path folder, String name) {
    this.folder = folder;
    this.name = new X500Name("CN=" + name);
    X509Certificate own = sign(this.name, keys, Instant.now().plus(DAY), true, "");
    file = write(name + ".pem", "CERTIFICATE", encoded(own));
  }

  /** Its own certificate. */
  public Path file() {
    return file;
  }

  /** A certificate of a day, and its key. */
  public TlsFiles files(String dnsName) {
    return files(dnsName, "EC", Instant.now().plus(DAY));
  }

  TlsFiles files(String dnsName, String algorithm, Instant until) {
    KeyPair pair = keys(algorithm);
    X509Certificate certificate = sign(new X500Name("CN=node"), pair, until, false, dnsName);
    String start = dnsName + "-" + SERIALS.get();
    return new TlsFiles(
        write(start + ".pem", "CERTIFICATE", encoded(certificate)),
        write(start + ".key", "PRIVATE KEY", pair.getPrivate().getEncoded()),
        file);
  }

  private X509Certificate sign(
      X500Name subject, KeyPair pair, Instant until, boolean authority, String dnsName) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIALS.incrementAndGet()),
              Date.from(until.minus(DAY.multipliedBy(2))),
              Date.from(until),
              subject,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!dnsName.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("EC") ? 256 : 2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path write(String file, String kind, byte[] bytes) {
    String text =
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(bytes), kind);
    try {
      return Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
