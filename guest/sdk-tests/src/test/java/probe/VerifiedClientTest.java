package probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parigot.actors.Application;
import parigot.actors.Parigot;
import probe.v1.host.WhoRequest;
import probe.v1.host.WhoResponse;

/** What a guest sees of a client that has shown its certificate at a port of the edge. */
@Timeout(120)
class VerifiedClientTest {
  @TempDir Path folder;

  private SelfSigned edge;
  private SelfSigned ada;

  private Application start() throws Exception {
    edge = SelfSigned.make(folder, "edge", "dns:edge.test,ip:127.0.0.1");
    ada = SelfSigned.make(folder, "ada", "dns:ada.example");
    Application application =
        Parigot.start(
            ConfigFactory.parseString(
                """
                parigot.search-path = ["target/guests"]
                parigot.guests.probe.wasm = "probe.wasm"
                parigot.edge {
                  services = ["probe.v1.*"]
                  forward-headers = [user]
                  grpc.port = 0
                  http.port = 0
                  tls { certificate = %s, key = %s, client-authority = %s }
                }
                """
                    .formatted(
                        quoted(edge.certificate()),
                        quoted(edge.key()),
                        quoted(ada.certificate()))));
    application.launched().toCompletableFuture().get(1, TimeUnit.MINUTES);
    return application;
  }

  private static String quoted(Path file) {
    return ConfigUtil.quoteString(file.toString());
  }

  private static URI address(Application application, String scheme) {
    return application.addresses().stream()
        .map(URI::create)
        .filter(address -> address.getScheme().equals(scheme))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aGuestReadsTheNameInTheCertificateAndTheForwardedHeader() throws Exception {
    try (Application application = start()) {
      WhoResponse byGrpc = grpc(address(application, "grpcs"));

      assertThat(byGrpc.getClient()).isEqualTo("127.0.0.1");
      assertThat(byGrpc.getCertificate()).isEqualTo("ada.example");
      assertThat(byGrpc.getUser()).isEqualTo("Ada");

      assertThat(http(address(application, "https")))
          .contains("\"client\":\"127.0.0.1\"")
          .contains("\"certificate\":\"ada.example\"")
          .contains("\"user\":\"Ada\"");
    }
  }

  private WhoResponse grpc(URI address) throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(address.getHost(), address.getPort())
            .sslContext(
                GrpcSslContexts.forClient()
                    .trustManager(edge.certificate().toFile())
                    .keyManager(ada.certificate().toFile(), ada.key().toFile())
                    .build())
            .build();
    try {
      Metadata headers = new Metadata();
      headers.put(Metadata.Key.of("user", Metadata.ASCII_STRING_MARSHALLER), "Ada");
      return OutsideTest.call(
          ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
          "Who",
          WhoRequest.getDefaultInstance(),
          WhoResponse.getDefaultInstance());
    } finally {
      channel.shutdownNow();
      assertThat(channel.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private String http(URI address) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(ada.keyManagers(), edge.trustManagers(), new SecureRandom());
    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .sslContext(tls)
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(address.resolve("/probe.v1.Probe/Who"))
                    .header("content-type", "application/json")
                    .header("user", "Ada")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }
}
