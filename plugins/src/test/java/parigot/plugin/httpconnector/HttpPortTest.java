package parigot.plugin.httpconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.plugin.GuestCallException;
import parigot.plugin.PluginException;

/** When the port is open. */
@Timeout(60)
class HttpPortTest {
  private static final int STARTS = 50;

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
  void nobodyIsConnectedBeforeThePortOpens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> connected =
        CompletableFuture.supplyAsync(() -> connections(port, over));
    try {
      for (int start = 0; start < STARTS; start++) {
        Receiver receiver = new Receiver();
        CompletableFuture<Void> unusedNever = receiver.notYet();
        new Connector("port = " + port, receiver).close();
      }
    } finally {
      over.set(true);
    }
    assertThat(connected.get(30, TimeUnit.SECONDS)).isZero();
  }

  /** How often a client was connected that tries until it is over. */
  private static int connections(int port, AtomicBoolean over) {
    int connected = 0;
    while (!over.get()) {
      try (Socket client = new Socket()) {
        // From another address, or a client may be connected to itself.
        client.bind(new InetSocketAddress("127.0.0.2", 0));
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        connected++;
      } catch (ConnectException e) {
        assertThat(e).hasMessageContaining("refused");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return connected;
  }

  @Test
  void aPortThatIsTakenIsToldAtTheStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> new Connector("port = " + taken.getLocalPort()))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("cannot be listened on");
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
