package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.runtime.testing.Within;
import trial.v1.host.Words;

/** The edge is on one node, and the guest on another. */
@Timeout(60)
class NodesTest {
  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Config placement() {
    return ConfigFactory.parseString(
        """
        parigot {
          nodes {
            a { host = 127.0.0.1, port = %d }
            b { host = 127.0.0.1, port = %d }
          }
          placement { default = b }
          link.heartbeat = 50 ms
        }
        """
            .formatted(freePort(), freePort()));
  }

  private static ServingStatus health(GrpcClient client) {
    return HealthGrpc.newBlockingStub(client.channel())
        .check(HealthCheckRequest.newBuilder().setService("trial.v1.Trial").build())
        .getStatus();
  }

  @Test
  void aGuestOnAnotherNodeIsCalledAndIsUnavailableWhenThatOneHasGone() {
    Config placement = placement();
    try (TrialApplication described = TrialApplication.open("parigot.edge.nodes = [a]").trial()) {
      Application a = Parigot.start(described.config(), placement, "a");
      Application b = Parigot.start(described.config(), placement, "b");
      try {
        Within.limit(a.launched());
        Within.limit(b.launched());
        assertThat(described.log().lines().stream().filter(line -> line.contains("gRPC listens")))
            .hasSize(1);
        try (GrpcClient client = described.client()) {
          assertThat(client.call("Echo", "over there").getText()).isEqualTo("over there");
          assertThat(health(client)).isEqualTo(ServingStatus.SERVING);

          Within.limit(b.stop());

          TrialApplication.await(
              "it is known to be away", () -> health(client) == ServingStatus.NOT_SERVING);
          assertThatThrownBy(() -> client.call("Echo", "nobody there"))
              .isInstanceOfSatisfying(
                  StatusRuntimeException.class,
                  failure -> assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE));
          assertThatThrownBy(() -> client.call("trial.v1.Nobody/Echo", Words.getDefaultInstance()))
              .isInstanceOfSatisfying(
                  StatusRuntimeException.class,
                  failure ->
                      assertThat(failure.getStatus().getCode()).isEqualTo(Code.UNIMPLEMENTED));
        }
      } finally {
        Within.limit(b.stop());
        Within.limit(a.stop());
      }
    }
  }

  @Test
  void aNodeThatIsNoneIsNamed() {
    Config placement = placement();
    try (TrialApplication described = TrialApplication.open("parigot.edge.nodes = [aa]").trial()) {
      assertThatThrownBy(() -> Parigot.start(described.config(), placement, "a"))
          .hasMessageEndingWith(
              "parigot.edge.nodes names the node aa, which the placement has not; did you mean a?");
    }
  }
}
