package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.grpc.Server;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.runtime.settings.SettingsException;
import parigot.runtime.testing.Within;
import trial.v1.host.Words;

/** The edge on servers that a program has already. */
@Timeout(60)
class MountedEdgeTest {
  private static final Config TRIAL = ConfigFactory.parseString("services = [\"trial.v1.*\"]");

  @Test
  void aServerOfGrpcJavaServesGuestsBesideItsOwn() throws Exception {
    try (TrialApplication application = TrialApplication.with().trial().launched();
        MountedEdge edge = MountedEdge.of(application.application(), TRIAL)) {
      Server server =
          edge.mountOn(NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0)))
              .build()
              .start();
      try (GrpcClient client = new GrpcClient(server.getPort())) {
        assertThat(client.call("Echo", "mounted").getText()).isEqualTo("mounted");
        TrialApplication.await("it is healthy", () -> health(client) == ServingStatus.SERVING);
        assertThatThrownBy(() -> client.call("Fail", "x"))
            .isInstanceOfSatisfying(
                StatusRuntimeException.class,
                failure ->
                    assertThat(failure.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION));

        CompletableFuture<Words> underWay = client.begin("Slow", "still");
        TrialApplication.await("it waits", () -> !application.application().calls().isEmpty());
        CompletionStage<Void> drained = edge.drain();
        assertThat(Within.limit(underWay).getText()).isEqualTo("still");
        Within.limit(drained);
        assertThatThrownBy(() -> client.call("Echo", "late"))
            .isInstanceOfSatisfying(
                StatusRuntimeException.class,
                failure -> assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE));
      } finally {
        server.shutdownNow();
        assertThat(server.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static ServingStatus health(GrpcClient client) {
    return HealthGrpc.newBlockingStub(client.channel())
        .check(HealthCheckRequest.newBuilder().setService("trial.v1.Trial").build())
        .getStatus();
  }

  @Test
  void aJettyServesGuestsBesideItsOwnHandlers() throws Exception {
    try (TrialApplication application = TrialApplication.with().trial().launched();
        MountedEdge edge = MountedEdge.of(application.application(), TRIAL)) {
      org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
      ServerConnector connector = new ServerConnector(jetty, 1, 1);
      connector.setHost("127.0.0.1");
      jetty.addConnector(connector);
      jetty.setHandler(
          new ContextHandler(new Handler.Sequence(edge.handler(), new Teapot()), "/api"));
      jetty.start();
      try {
        HttpClients client = new HttpClients(connector.getLocalPort());
        HttpClients.Got got = call(client, "Echo", "{\"text\": \"mounted\"}");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.text()).isEqualTo("{\"text\":\"mounted\"}\n");
        String large = "{\"text\":\"%s\"}\n".formatted("0".repeat(300_000));
        assertThat(call(client, "Echo", large).text()).isEqualTo(large);

        HttpClients.Got wrong = call(client, "Echo", "{\"txt\": 1}");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.json().get("message").getAsString()).contains("did you mean text?");
        HttpClients.Got tooLarge =
            call(client, "Echo", "{\"text\": \"%s\"}".formatted("0".repeat(5_000_000)));
        assertThat(tooLarge.status()).isEqualTo(429);

        assertThat(client.send(client.to("/api/health").GET()).status()).isEqualTo(200);
        assertThat(client.send(client.to("/api/tea").GET()).status()).isEqualTo(418);
        assertThat(client.send(client.to("/api/a.v1.A/B").GET()).status()).isEqualTo(418);
      } finally {
        jetty.stop();
      }
    }
  }

  private static HttpClients.Got call(HttpClients client, String method, String body) {
    return client.send(
        client
            .to("/api/trial.v1.Trial/" + method)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** A handler that stands behind the edge's. */
  private static final class Teapot extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      response.setStatus(418);
      callback.succeeded();
      return true;
    }
  }

  @Test
  void whatBelongsToTheServersIsRefused() {
    try (TrialApplication application = TrialApplication.with().trial().launched()) {
      assertThatThrownBy(
              () ->
                  MountedEdge.of(
                      application.application(), ConfigFactory.parseString("grpc.port = 9090")))
          .isInstanceOf(SettingsException.class)
          .hasMessageEndingWith(
              "edge.grpc.port is the server's own, on which the edge is mounted.");
      assertThatThrownBy(
              () ->
                  MountedEdge.of(
                      application.application(), ConfigFactory.parseString("service = []")))
          .isInstanceOf(SettingsException.class)
          .hasMessageEndingWith("edge.service is no setting; did you mean services?");
    }
  }
}
