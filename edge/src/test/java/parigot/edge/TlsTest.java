package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.runtime.StartException;

/** The edge and its clients prove who they are. */
@Timeout(60)
class TlsTest {
  @TempDir Path folder;

  private Authority authority;
  private Authority.Signed edge;

  @BeforeEach
  void certificates() throws IOException {
    authority = new Authority(folder, "authority");
    edge = authority.sign("edge", new GeneralName(GeneralName.dNSName, "edge.test"));
  }

  private TrialApplication open(String authorityOfClients) {
    return TrialApplication.open(
            "parigot.edge.tls { certificate = \"%s\", key = \"%s\"%s }"
                .formatted(edge.certificate(), edge.key(), authorityOfClients))
        .trial();
  }

  private String clientsBy(Authority which) {
    return ", client-authority = \"%s\"".formatted(which.file());
  }

  private GrpcClient client(TrialApplication application, Optional<Authority.Signed> own)
      throws IOException {
    SslContextBuilder tls =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
            .trustManager(authority.file().toFile());
    own.ifPresent(it -> tls.keyManager(it.certificate().toFile(), it.key().toFile()));
    return new GrpcClient(
        NettyChannelBuilder.forAddress("127.0.0.1", application.grpcPort())
            .overrideAuthority("edge.test")
            .sslContext(tls.build()));
  }

  @Test
  void aClientThatTrustsTheAuthorityCalls() throws IOException {
    try (TrialApplication application = open("").launched();
        GrpcClient client = client(application, Optional.empty());
        GrpcClient plain = application.client()) {
      assertThat(client.call("Echo", "sealed").getText()).isEqualTo("sealed");
      assertUnavailable(plain);
    }
  }

  private static void assertUnavailable(GrpcClient client) {
    assertThatThrownBy(() -> client.call("Echo", "x"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure -> assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE));
  }

  @Test
  void onlyClientsOfTheirAuthorityAreLetIn() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Authority.Signed stranger = new Authority(elsewhere, "stranger").sign("unknown");
    try (TrialApplication application = open(clientsBy(authority)).launched();
        GrpcClient known = client(application, Optional.of(authority.sign("shop")));
        GrpcClient unknown = client(application, Optional.of(stranger));
        GrpcClient silent = client(application, Optional.empty())) {
      assertThat(known.call("Echo", "it is me").getText()).isEqualTo("it is me");
      assertUnavailable(unknown);
      assertUnavailable(silent);
    }
  }

  @Test
  void httpIsSealedAlike() throws Exception {
    try (TrialApplication application =
        TrialApplication.http(
                "parigot.edge.tls { certificate = \"%s\", key = \"%s\"%s }"
                    .formatted(edge.certificate(), edge.key(), clientsBy(authority)))
            .trial()
            .launched()) {
      assertThat(post(application, Optional.of(authority.sign("shop")))).contains(" 200 ");
      assertThatThrownBy(() -> post(application, Optional.empty())).isInstanceOf(IOException.class);
    }
  }

  /** The first line of an answer. */
  private String post(TrialApplication application, Optional<Authority.Signed> own)
      throws IOException, GeneralSecurityException {
    AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    if (own.isPresent()) {
      keys.updateIdentityCredentials(own.get().certificate().toFile(), own.get().key().toFile());
    }
    AdvancedTlsX509TrustManager trust =
        AdvancedTlsX509TrustManager.newBuilder()
            .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
            .build();
    trust.updateTrustCredentials(authority.file().toFile());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(
        own.isPresent() ? new KeyManager[] {keys} : null,
        new TrustManager[] {trust},
        new SecureRandom());
    try (Socket socket = tls.getSocketFactory().createSocket("127.0.0.1", application.httpPort())) {
      socket
          .getOutputStream()
          .write(
              "POST /trial.v1.Trial/Echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200 OK".length());
      return new String(line, StandardCharsets.US_ASCII);
    }
  }

  @Test
  void aCertificateThatIsRenewedIsShownToWhoConnectsThen() throws Exception {
    try (TrialApplication application = open("").launched()) {
      assertThat(shown(application)).isEqualTo(certificate(edge.certificate()));

      Path renewed = Files.createDirectory(folder.resolve("renewed"));
      Authority.Signed next = new Authority(renewed, "authority").sign("edge");
      X509Certificate expected = certificate(next.certificate());
      Files.move(next.key(), edge.key(), StandardCopyOption.REPLACE_EXISTING);
      Files.move(next.certificate(), edge.certificate(), StandardCopyOption.REPLACE_EXISTING);

      TrialApplication.await("the new one is shown", () -> shown(application).equals(expected));
    }
  }

  private static X509Certificate certificate(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static X509Certificate shown(TrialApplication application) {
    return ShownCertificate.of(application.grpcPort());
  }

  @Test
  void filesThatAreNoCertificatesKeepTheApplicationFromStarting() throws IOException {
    Path text = Files.writeString(folder.resolve("text.pem"), "a certificate");
    try (TrialApplication application =
        TrialApplication.open(
                "parigot.edge.tls { certificate = \"%s\", key = \"%s\" }"
                    .formatted(text, edge.key()))
            .trial()) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith(
              "parigot.edge.tls: %s and %s are no certificate and its private key"
                  .formatted(text, edge.key()));
    }
    try (TrialApplication application = open(", client-authority = \"%s\"".formatted(text))) {
      assertThatThrownBy(application::start)
          .isInstanceOf(StartException.class)
          .hasMessageStartingWith(
              "parigot.edge.tls.client-authority: %s has no certificate".formatted(text));
    }
  }

  @Test
  void theNameOfACertificateIsItsFirstDnsNameOrUriOrElseItsSubject() throws Exception {
    Authority.Signed mail =
        authority.sign(
            "mail",
            new GeneralName(GeneralName.rfc822Name, "a@b.test"),
            new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://test/shop"),
            new GeneralName(GeneralName.dNSName, "shop.test"));
    assertThat(ClientCertificate.name(certificate(mail.certificate())))
        .isEqualTo("spiffe://test/shop");
    assertThat(ClientCertificate.name(certificate(edge.certificate()))).isEqualTo("edge.test");
    assertThat(ClientCertificate.name(certificate(authority.sign("plain").certificate())))
        .isEqualTo("CN=plain");
  }
}
