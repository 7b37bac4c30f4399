package parigot.plugin.httpconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import httpconnector.v1.host.HandleResponse;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.plugin.PluginException;

/** Many clients, slow ones, and the end. */
@Timeout(60)
class HttpUnderLoadTest {

  private static Connection get(Connector connector, String path) throws IOException {
    return connector.connect().send("GET " + path + " HTTP/1.1", "Host: x");
  }

  @Test
  void manyMoreRequestsThanThreadsAreUnderWayAtOnce() throws Exception {
    int many = 300;
    List<Connection> clients = new ArrayList<>();
    try (Connector connector = new Connector("")) {
      for (int i = 0; i < many; i++) {
        clients.add(get(connector, "/" + i));
      }
      List<Receiver.Call> calls = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        calls.add(connector.receiver.next());
      }
      for (Receiver.Call call : calls) {
        call.answer(200, "for " + call.request().getUrl());
      }
      for (int i = 0; i < many; i++) {
        assertThat(clients.get(i).answer().body()).isEqualTo("for /" + i);
      }
    } finally {
      for (Connection client : clients) {
        client.close();
      }
    }
  }

  @Test
  void clientsTakeTurnsAtTheReceiver() throws Exception {
    int many = 50;
    List<Connection> clients = new ArrayList<>();
    try (Connector connector = new Connector("max-calls = 2")) {
      for (int i = 0; i < many; i++) {
        clients.add(get(connector, "/" + i));
      }
      List<Receiver.Call> calls = new ArrayList<>();
      calls.add(connector.receiver.next());
      calls.add(connector.receiver.next());
      while (connector.plugin.waiting() < many - 2) {
        Thread.onSpinWait();
      }
      assertThat(connector.receiver.hasNoCall()).isTrue();
      try (Connection other = connector.connectFrom("127.0.0.2")) {
        other.send("GET /other HTTP/1.1", "Host: x");
        while (connector.plugin.waiting() < many - 1) {
          Thread.onSpinWait();
        }
        calls.get(0).answer(200, "many");
        connector.receiver.next().answer(200, "many");
        Receiver.Call its = connector.receiver.next();
        assertThat(its.request().getUrl()).isEqualTo("/other");
        its.answer(200, "fine");
        assertThat(other.answer().body()).isEqualTo("fine");
      }
      connector.receiver.answerAll(Receiver.response(200, "many").build());
      calls.get(1).answer(200, "many");
      connector.receiver.next().answer(200, "many");
      for (Connection client : clients) {
        assertThat(client.answer().body()).isEqualTo("many");
      }
    } finally {
      for (Connection client : clients) {
        client.close();
      }
    }
  }

  @Test
  void whoGoesBeforeItsTurnTakesNone() throws Exception {
    try (Connector connector = new Connector("max-calls = 1, max-requests = 3");
        Connection first = get(connector, "/first")) {
      Receiver.Call call = connector.receiver.next();
      for (int i = 0; i < 10; i++) {
        Connection gone = get(connector, "/gone");
        while (connector.plugin.waiting() < 1) {
          Thread.onSpinWait();
        }
        gone.close();
        while (connector.plugin.waiting() > 0) {
          Thread.onSpinWait();
        }
      }
      try (Connection last = get(connector, "/last")) {
        while (connector.plugin.waiting() < 1) {
          Thread.onSpinWait();
        }
        call.answer(200, "");
        assertThat(first.answer().status()).isEqualTo(200);
        Receiver.Call next = connector.receiver.next();
        assertThat(next.request().getUrl()).isEqualTo("/last");
        next.answer(200, "fine");
        assertThat(last.answer().body()).isEqualTo("fine");
      }
    }
  }

  @Test
  void aRequestOverTheLimitIsRefusedAndTheNextOneIsNot() throws Exception {
    try (Connector connector = new Connector("max-requests = 2");
        Connection one = get(connector, "/1");
        Connection two = get(connector, "/2")) {
      Receiver.Call first = connector.receiver.next();
      Receiver.Call second = connector.receiver.next();
      try (Connection three = get(connector, "/3")) {
        Connection.Answer answer = three.answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("The server is busy.\n");
        first.answer(200, "");
        second.answer(200, "");
        assertThat(List.of(one.answer().status(), two.answer().status())).containsOnly(200);
        connector.receiver.answerAll(Receiver.response(200, "").build());
        // The last bytes may be out before the server has counted them.
        int status;
        do {
          status = three.send("GET /4 HTTP/1.1", "Host: x").answer().status();
        } while (status == 503);
        assertThat(status).isEqualTo(200);
      }
    }
  }

  @Test
  void aSilentClientIsLetGoAndAWaitingOneIsNot() throws Exception {
    try (Connector connector = new Connector("idle-timeout = 150 ms");
        Connection patient = get(connector, "/patient")) {
      Receiver.Call call = connector.receiver.next();
      // Each of them takes the time-out, so the first has waited much longer for its guest.
      for (int i = 0; i < 3; i++) {
        try (Connection silent = connector.connect()) {
          silent.sendRaw("GET / HTTP/1.1\r\nHo");
          assertThat(silent.isClosedByServer()).isTrue();
        }
        try (Connection silent = connector.connect()) {
          silent.send("PUT / HTTP/1.1", "Host: x", "Content-Length: 10").sendRaw("half");
          Connection.Answer answer = silent.answer();
          assertThat(answer.status()).isEqualTo(408);
          assertThat(answer.body()).isEqualTo("The request did not arrive in time.\n");
          assertThat(silent.isClosedByServer()).isTrue();
        }
      }
      call.answer(200, "at last");
      assertThat(patient.answer().body()).isEqualTo("at last");
      assertThat(connector.receiver.hasNoCall()).isTrue();
    }
  }

  @Test
  void clientsThatDoNotReadHoldNobodyUp() throws Exception {
    ByteString large = ByteString.copyFrom(new byte[8 << 20]);
    List<Connection> lazy = new ArrayList<>();
    try (Connector connector = new Connector("max-memory = 1 GiB, max-memory-per-client = 1 GiB")) {
      for (int i = 0; i < 40; i++) {
        lazy.add(get(connector, "/large"));
        connector
            .receiver
            .next()
            .answer()
            .complete(
                HandleResponse.newBuilder().setHttpStatus(200).setHttpResponse(large).build());
      }
      try (Connection other = get(connector, "/")) {
        connector.receiver.next().answer(200, "quick");
        assertThat(other.answer().body()).isEqualTo("quick");
      }
      assertThat(lazy.get(0).answer().body()).hasSize(8 << 20);
    } finally {
      for (Connection client : lazy) {
        client.close();
      }
    }
  }

  @Test
  void clientsThatSendSlowlyHoldNobodyUp() throws Exception {
    List<Connection> slow = new ArrayList<>();
    try (Connector connector = new Connector("")) {
      for (int i = 0; i < 40; i++) {
        slow.add(
            connector
                .connect()
                .send("PUT /" + i + " HTTP/1.1", "Host: x", "Content-Length: 2")
                .sendRaw("a"));
      }
      try (Connection other = get(connector, "/other")) {
        Receiver.Call call = connector.receiver.next();
        assertThat(call.request().getUrl()).isEqualTo("/other");
        call.answer(200, "quick");
        assertThat(other.answer().body()).isEqualTo("quick");
      }
      for (Connection client : slow) {
        client.sendRaw("b");
        connector.receiver.next().answer(200, "whole");
        assertThat(client.answer().body()).isEqualTo("whole");
      }
    } finally {
      for (Connection client : slow) {
        client.close();
      }
    }
  }

  @Test
  void aClientThatGoesAwayHarmsNobody() throws Exception {
    try (Connector connector = new Connector("")) {
      for (int i = 0; i < 20; i++) {
        Connection gone = get(connector, "/gone");
        Receiver.Call call = connector.receiver.next();
        gone.close();
        call.answer(200, "x".repeat(100_000));
      }
      Connection half = connector.connect();
      half.send("PUT / HTTP/1.1", "Host: x", "Content-Length: 10").sendRaw("half");
      half.close();
      try (Connection other = get(connector, "/")) {
        connector.receiver.next().answer(200, "fine");
        assertThat(other.answer().body()).isEqualTo("fine");
      }
    }
  }

  @Test
  void aPortThatIsTakenStopsTheApplication() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> new Connector("port = " + taken.getLocalPort()))
          .isInstanceOf(PluginException.class)
          .hasMessage(
              "String: 2: parigot.plugins.httpconnector.port must be one to listen on, and"
                  + " 127.0.0.1:%d cannot be listened on (Address already in use)."
                      .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void anInterfaceThatIsNoneStopsTheApplication() {
    assertThatThrownBy(() -> new Connector("interface = no-such-host.invalid"))
        .isInstanceOf(PluginException.class)
        .hasMessage(
            "String: 2: parigot.plugins.httpconnector.interface must be one to listen on, and"
                + " no-such-host.invalid:0 cannot be listened on (no such host).");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port = 65536 | port must be a whole number from 0 to 65535, and is 65536.",
        "port = http | port must be a whole number from 0 to 65535, and is \"http\".",
        "max-header-size = 10 B | max-header-size must be a size from 256 B to 1048576 B, and is 10 B.",
        "max-body-size = big | max-body-size must be a size, as in 64 MiB, and is \"big\".",
        "max-body-size = 20 MiB | max-body-size counts 2 times in max-memory-per-client, which is"
            + " 33554432 B, so it must be at most 16777216 B, and is 20971520 B.",
        "max-memory-per-client = 2 MB | max-memory-per-client must be at least 2 times max-body-size,"
            + " which is 1048575 B, and is 2000000 B.",
        "max-memory = 60 KiB | max-memory must be at least 4 times max-header-size, which is 16384 B,"
            + " and is 61440 B.",
        "max-requests = 0 | max-requests must be a whole number from 1 to 1000000, and is 0.",
        "idle-timeout = 0 s | idle-timeout must be a duration, as in 30 s, and is \"0 s\".",
        "interface = \"\" | interface must be the address or the name of an interface of this machine,"
            + " and is \"\".",
      })
  void aWrongSettingStopsTheApplication(String setting, String complaint) {
    assertThatThrownBy(() -> new Connector(setting))
        .isInstanceOf(PluginException.class)
        .hasMessage("String: 2: parigot.plugins.httpconnector." + complaint);
  }
}
