package parigot.edge;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parigot.runtime.StartException;

/** What the edge shows to clients and by what it knows them, read again when its files change. */
final class EdgeTls {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeTls.class);
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private record Stamp(FileTime changed, long size) {}

  private final EdgeSettings.Tls files;
  private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager clients;
  private List<Stamp> stamps;

  /**
   * Reads the files.
   *
   * @throws StartException when one cannot be used
   */
  EdgeTls(EdgeSettings.Tls files) {
    this.files = files;
    stamps = stamps();
    try {
      clients =
          AdvancedTlsX509TrustManager.newBuilder()
              .setVerification(
                  AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
              .build();
    } catch (CertificateException e) {
      throw new StartException(
          "parigot.edge.tls: this JDK cannot check certificates: " + e.getMessage(), e);
    }
    load();
  }

  private void load() {
    try {
      keys.updateIdentityCredentials(files.certificate().toFile(), files.key().toFile());
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new StartException(
          "parigot.edge.tls: %s and %s are no certificate and its private key, in PEM and as PKCS #8 without a password: %s."
              .formatted(files.certificate(), files.key(), e.getMessage()),
          e);
    }
    files.clientAuthority().ifPresent(this::trust);
  }

  private void trust(Path file) {
    try {
      clients.updateTrustCredentials(file.toFile());
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new StartException(
          "parigot.edge.tls.client-authority: %s has no certificate, in PEM: %s."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Reads the files again if they have changed. To be called now and then. */
  synchronized void look() {
    List<Stamp> now = stamps();
    if (now.equals(stamps)) {
      return;
    }
    stamps = now;
    try {
      load();
      LOG.info("The files of parigot.edge.tls have changed and were read again.");
    } catch (StartException e) {
      // Perhaps one of them is still to come.
      LOG.warn(
          "The files of TLS have changed, and those before are still used: {}", e.getMessage());
    }
  }

  private List<Stamp> stamps() {
    return Stream.concat(
            Stream.of(files.certificate(), files.key()), files.clientAuthority().stream())
        .map(EdgeTls::stamp)
        .toList();
  }

  private static Stamp stamp(Path file) {
    try {
      return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
    } catch (IOException e) {
      // Whoever reads it next says so.
      return new Stamp(FileTime.fromMillis(0), -1);
    }
  }

  /** For HTTP/1.1. */
  SslContext http() {
    SslContextBuilder builder = server().sslProvider(SslProvider.JDK);
    try {
      return builder.protocols(PROTOCOLS).build();
    } catch (SSLException e) {
      throw noTls(e);
    }
  }

  /** For gRPC. */
  SslContext grpc() {
    try {
      return GrpcSslContexts.configure(server(), SslProvider.JDK).protocols(PROTOCOLS).build();
    } catch (SSLException e) {
      throw noTls(e);
    }
  }

  private SslContextBuilder server() {
    SslContextBuilder builder = SslContextBuilder.forServer(keys);
    return files.clientAuthority().isPresent()
        ? builder.trustManager(clients).clientAuth(ClientAuth.REQUIRE)
        : builder;
  }

  private static StartException noTls(SSLException cause) {
    return new StartException(
        "parigot.edge.tls: this JDK offers no TLS: " + cause.getMessage(), cause);
  }
}
