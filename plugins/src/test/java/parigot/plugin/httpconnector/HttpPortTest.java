package parigot.plugin.httpconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.plugin.GuestCallException;

/** When the port is open. */
@Timeout(60)
class HttpPortTest {

  @Test
  void thePortOpensWhenTheReceiverRuns() throws Exception {
    Receiver receiver = new Receiver();
    CompletableFuture<Void> running = receiver.notYet();
    try (Connector connector = new Connector("", receiver)) {
      assertThatThrownBy(connector::connect).isInstanceOf(ConnectException.class);
      running.complete(null);
      try (Connection client = connector.connect().send("GET / HTTP/1.1", "Host: x")) {
        receiver.next().answer(200, "ready");
        assertThat(client.answer().body()).isEqualTo("ready");
      }
    }
  }

  @Test
  void thePortStaysOpenWhenTheReceiverEnds() throws Exception {
    try (Connector connector = new Connector("");
        Connection client = connector.connect()) {
      client.send("GET / HTTP/1.1", "Host: x");
      connector.receiver.next().fail(GuestCallException.Reason.ENDED);
      assertThat(client.answer().status()).isEqualTo(502);
      client.send("GET / HTTP/1.1", "Host: x");
      connector.receiver.next().fail(GuestCallException.Reason.NO_SUCH_SERVICE);
      assertThat(client.answer().status()).isEqualTo(503);
      try (Connection other = connector.connect().send("GET / HTTP/1.1", "Host: x")) {
        connector.receiver.next().answer(200, "again");
        assertThat(other.answer().body()).isEqualTo("again");
      }
    }
  }

  @Test
  void anApplicationThatEndsBeforeItHasAReceiverListensNever() throws Exception {
    Receiver receiver = new Receiver();
    CompletableFuture<Void> running = receiver.notYet();
    Connector connector = new Connector("", receiver);
    connector.close();
    running.complete(null);
    assertThatThrownBy(connector::connect).isInstanceOf(ConnectException.class);
  }

  @Test
  void aPortThatSomebodyTookMeanwhileHarmsNobodyElse() throws Exception {
    Receiver receiver = new Receiver();
    CompletableFuture<Void> running = receiver.notYet();
    try (Connector connector = new Connector("", receiver);
        ServerSocket taken = new ServerSocket()) {
      taken.bind(connector.plugin.address());
      running.complete(null);
      assertThat(taken.getLocalPort()).isEqualTo(connector.plugin.address().getPort());
    }
  }
}
