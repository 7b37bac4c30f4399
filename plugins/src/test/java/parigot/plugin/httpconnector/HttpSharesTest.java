package parigot.plugin.httpconnector;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import httpconnector.v1.host.HandleResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients may hold of the server, and for how long. */
@Timeout(120)
class HttpSharesTest {

  private static Connection get(Connector connector, String path) throws IOException {
    return connector.connect().send("GET " + path + " HTTP/1.1", "Host: x");
  }

  private static void served(Connector connector) throws Exception {
    try (Connection other = get(connector, "/other")) {
      Receiver.Call call = connector.receiver.next();
      assertThat(call.request().getUrl()).isEqualTo("/other");
      call.answer(200, "fine");
      assertThat(other.answer().body()).isEqualTo("fine");
    }
  }

  private static void closeAll(List<Connection> clients) throws IOException {
    for (Connection client : clients) {
      client.close();
    }
  }

  @Test
  void oneConnectionMoreIsAnsweredAndClosed() throws Exception {
    try (Connector connector = new Connector("max-connections = 1")) {
      Connection one = get(connector, "/1");
      connector.receiver.next().answer(200, "one");
      assertThat(one.answer().body()).isEqualTo("one");
      for (int i = 0; i < 20; i++) {
        try (Connection more = connector.connect()) {
          more.send("POST / HTTP/1.1", "Host: x", "Content-Length: 90000")
              .sendRaw("x".repeat(90_000));
          Connection.Answer answer = more.answer();
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.header("retry-after")).isEqualTo("1");
          assertThat(answer.header("connection")).isEqualTo("close");
          assertThat(answer.body()).isEqualTo("The server has too many connections.\n");
          assertThat(more.isClosedByServer()).isTrue();
        }
      }
      assertThat(connector.receiver.hasNoCall()).isTrue();
      one.close();
      int status;
      do {
        connector.receiver.answerAll(Receiver.response(200, "").build());
        try (Connection next = get(connector, "/2")) {
          status = next.answer().status();
        }
      } while (status == 503);
      assertThat(status).isEqualTo(200);
    }
  }

  @Test
  void oneClientHasItsShareOfConnections() throws Exception {
    try (Connector connector = new Connector("max-connections-per-client = 1");
        Connection one = get(connector, "/1")) {
      // It is known to be the first.
      connector.receiver.next().answer(200, "one");
      assertThat(one.answer().body()).isEqualTo("one");
      try (Connection two = get(connector, "/2")) {
        Connection.Answer answer = two.answer();
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.body()).isEqualTo("This client has too many connections.\n");
      }
      one.send("GET / HTTP/1.1", "Host: x");
      connector.receiver.next().answer(200, "again");
      assertThat(one.answer().body()).isEqualTo("again");
    }
  }

  @Test
  void oneClientHasItsShareOfRequests() throws Exception {
    try (Connector connector = new Connector("max-requests-per-client = 1");
        Connection one = get(connector, "/1")) {
      Receiver.Call call = connector.receiver.next();
      try (Connection two = get(connector, "/2")) {
        Connection.Answer answer = two.answer();
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(answer.body()).isEqualTo("Too much of this client's is under way already.\n");
      }
      call.answer(200, "one");
      assertThat(one.answer().body()).isEqualTo("one");
      served(connector);
    }
  }

  @Test
  void whoSendsSlowlyTakesNobodysPlace() throws Exception {
    List<Connection> slow = new ArrayList<>();
    try (Connector connector = new Connector("max-requests = 2")) {
      for (int i = 0; i < 20; i++) {
        slow.add(
            connector
                .connect()
                .send("PUT / HTTP/1.1", "Host: x", "Content-Length: 10")
                .sendRaw("a"));
      }
      served(connector);
    } finally {
      closeAll(slow);
    }
  }

  /** Sends a byte of a text for each answer to somebody else, until the server has had enough. */
  private static int trickles(Connector connector, Connection slow, String text) throws Exception {
    int sent = 0;
    try (Connection other = connector.connect()) {
      while (sent < 1_000_000) {
        slow.sendRaw(text);
        sent++;
        other.send("GET / HTTP/1.1", "Host: x");
        assertThat(other.answer().status()).isEqualTo(200);
      }
    } catch (java.net.SocketException closed) {
      return sent;
    }
    throw new AssertionError("it may go on for ever");
  }

  @Test
  void headersThatTrickleInAreCutOff() throws Exception {
    try (Connector connector = new Connector("header-timeout = 1 s, max-header-size = 1 MiB");
        Connection slow = connector.connect()) {
      connector.receiver.answerAll(Receiver.response(200, "").build());
      slow.sendRaw("GET / HTTP/1.1\r\nHost: x\r\nX-Long: ");
      assertThat(trickles(connector, slow, "x")).isPositive();
    }
  }

  @Test
  void aBodyThatTricklesInIsAnsweredAndCutOff() throws Exception {
    try (Connector connector = new Connector("body-timeout = 1 s");
        Connection slow = connector.connect()) {
      connector.receiver.answerAll(Receiver.response(200, "").build());
      slow.send("PUT / HTTP/1.1", "Host: x", "Content-Length: 1000000");
      assertThat(trickles(connector, slow, "x")).isPositive();
    }
    try (Connector connector = new Connector("body-timeout = 100 ms");
        Connection slow = connector.connect()) {
      slow.send("PUT / HTTP/1.1", "Host: x", "Content-Length: 10").sendRaw("a");
      assertThat(slow.answer().status()).isEqualTo(408);
      assertThat(slow.isClosedByServer()).isTrue();
    }
  }

  @Test
  void anAnswerThatIsReadSlowlyIsCutOff() throws Exception {
    int size = 8 << 20;
    try (Connector connector =
            new Connector("answer-timeout = 300 ms, max-memory-per-client = 10 MB");
        Connection slow = get(connector, "/")) {
      connector.receiver.next().answer().complete(large(size));
      assertThat(slow.answerWithoutBody().status()).isEqualTo(200);
      // It reads now and then, so it is never silent for long, and there is no room for a second.
      connector.receiver.answerAll(large(size));
      int status;
      long read = 0;
      do {
        read += slow.readSome(16);
        try (Connection other = get(connector, "/")) {
          status = other.answer().status();
        }
      } while (status == 429);
      assertThat(status).isEqualTo(200);
      try {
        while (true) {
          read += slow.readSome(100_000);
        }
      } catch (IOException over) {
        assertThat(read).isLessThan(size);
      }
    }
  }

  private static HandleResponse large(int size) {
    return HandleResponse.newBuilder()
        .setHttpStatus(200)
        .setHttpResponse(ByteString.copyFrom(new byte[size]))
        .build();
  }

  @Test
  void bodiesThatThereIsNoRoomForAreRefused() throws Exception {
    List<Connection> many = new ArrayList<>();
    int size = 1_000_000;
    try (Connector connector = new Connector("max-memory = 6 MB, max-memory-per-client = 1 GiB")) {
      for (int i = 0; i < 2; i++) {
        many.add(
            connector
                .connect()
                .send("POST / HTTP/1.1", "Host: x", "Content-Length: " + size)
                .sendRaw("x".repeat(size)));
        connector.receiver.next();
      }
      try (Connection more = connector.connect()) {
        more.send("POST / HTTP/1.1", "Host: x", "Content-Length: " + size)
            .sendRaw("x".repeat(size));
        Connection.Answer answer = more.answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isEqualTo("1");
      }
      served(connector);
    } finally {
      closeAll(many);
    }
  }

  @Test
  void aClientsOwnBodiesAreItsOwn() throws Exception {
    int size = 1_000_000;
    try (Connector connector = new Connector("max-memory-per-client = 3 MB")) {
      Connection one =
          connector
              .connect()
              .send("POST / HTTP/1.1", "Host: x", "Content-Length: " + size)
              .sendRaw("x".repeat(size));
      connector.receiver.next();
      try (Connection two = connector.connect()) {
        two.send("POST / HTTP/1.1", "Host: x", "Content-Length: " + size).sendRaw("x".repeat(size));
        assertThat(two.answer().status()).isEqualTo(429);
      }
      // The first has gone, and so has what it had.
      one.close();
      int status;
      do {
        try (Connection again = connector.connect()) {
          connector.receiver.answerAll(Receiver.response(200, "").build());
          again
              .send("POST / HTTP/1.1", "Host: x", "Content-Length: " + size)
              .sendRaw("x".repeat(size));
          status = again.answer().status();
        }
      } while (status == 429);
      assertThat(status).isEqualTo(200);
    }
  }

  @Test
  void theCallOfAClientThatGoesIsWithdrawn() throws Exception {
    int most = 20;
    try (Connector connector = new Connector("max-requests = " + most)) {
      for (int i = 0; i < most; i++) {
        Connection one = get(connector, "/" + i);
        Receiver.Call call = connector.receiver.next();
        one.close();
        assertThat(call.answer()).failsWithin(30, TimeUnit.SECONDS);
        assertThat(call.answer()).isCancelled();
      }
      // And with each call goes what it had of max-requests.
      int status;
      do {
        connector.receiver.answerAll(Receiver.response(200, "").build());
        try (Connection next = get(connector, "/next")) {
          status = next.answer().status();
        }
      } while (status == 503);
      assertThat(status).isEqualTo(200);
    }
  }

  @Test
  void aCallWhoseClientHasGoneCountsUntilTheReceiverHasDoneWithIt() throws Exception {
    try (Connector connector = new Connector("max-requests = 2")) {
      connector.receiver.workOnWhatIsWithdrawn();
      List<Receiver.Call> calls = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Connection one = get(connector, "/" + i);
        calls.add(connector.receiver.next());
        one.close();
        assertThat(calls.get(i).answer()).failsWithin(30, TimeUnit.SECONDS);
      }
      refused(connector);
      calls.get(0).ended().complete(null);
      served(connector);
      try (Connection more = get(connector, "/more")) {
        Receiver.Call call = connector.receiver.next();
        refused(connector);
        call.answer(200, "more");
        assertThat(more.answer().body()).isEqualTo("more");
      }
      calls.get(1).ended().complete(null);
      served(connector);
    }
  }

  private static void refused(Connector connector) throws Exception {
    try (Connection other = get(connector, "/refused")) {
      assertThat(other.answer().status()).isEqualTo(503);
    }
    assertThat(connector.receiver.hasNoCall()).isTrue();
  }

  @Test
  void oneThatWaitsForItsTurnGetsItWhenTheReceiverHasDoneWithWhatWasWithdrawn() throws Exception {
    try (Connector connector = new Connector("max-calls = 1")) {
      connector.receiver.workOnWhatIsWithdrawn();
      Connection one = get(connector, "/1");
      Receiver.Call first = connector.receiver.next();
      one.close();
      assertThat(first.answer()).failsWithin(30, TimeUnit.SECONDS);
      try (Connection two = get(connector, "/2")) {
        first.ended().complete(null);
        Receiver.Call second = connector.receiver.next();
        assertThat(second.request().getUrl()).isEqualTo("/2");
        second.answer(200, "two");
        assertThat(two.answer().body()).isEqualTo("two");
      }
    }
  }

  @Test
  void answersThatThereIsNoRoomForAreNotKept() throws Exception {
    List<Connection> lazy = new ArrayList<>();
    try (Connector connector = new Connector("max-memory = 20 MB, max-memory-per-client = 20 MB")) {
      int refused = 0;
      for (int i = 0; i < 5; i++) {
        Connection client = get(connector, "/large");
        lazy.add(client);
        connector.receiver.next().answer().complete(large(8 << 20));
      }
      for (Connection client : lazy) {
        Connection.Answer answer = client.answerWithoutBody();
        refused += answer.status() == 503 ? 1 : 0;
      }
      assertThat(refused).isEqualTo(3);
      served(connector);
    } finally {
      closeAll(lazy);
    }
  }

  @Test
  void manyShortHeadersCountAsWhatTheyAreInMemory() throws Exception {
    try (Connector connector = new Connector("max-memory = 100 kB, max-body-size = 1 kB");
        Connection client = connector.connect()) {
      client.send("GET / HTTP/1.1", "Host: x", "a:b\r\n".repeat(1000) + "c:d");
      assertThat(client.answer().status()).isEqualTo(503);
      served(connector);
    }
  }

  @Test
  void whatPipelinedRequestsHaveIsGivenBackToo() throws Exception {
    try (Connector connector =
            new Connector("max-memory = 20 kB, max-body-size = 1 kB, max-header-size = 1 kB");
        Connection client = connector.connect()) {
      connector.receiver.answerAll(Receiver.response(200, "").build());
      for (int i = 0; i < 20; i++) {
        client.sendRaw("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\nG");
        assertThat(client.answer().status()).isEqualTo(200);
        assertThat(client.answer().status()).isEqualTo(200);
        client.send("ET /3 HTTP/1.1", "Host: x");
        assertThat(client.answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aClientThatSendsTheNextRequestEarlyIsServed() throws Exception {
    try (Connector connector = new Connector("");
        Connection client = get(connector, "/1")) {
      Receiver.Call first = connector.receiver.next();
      client.send("GET /2 HTTP/1.1", "Host: x");
      served(connector);
      first.answer(200, "one");
      assertThat(client.answer().body()).isEqualTo("one");
      connector.receiver.next().answer(200, "two");
      assertThat(client.answer().body()).isEqualTo("two");
      client.send("GET /3 HTTP/1.1", "Host: x");
      connector.receiver.next().answer(200, "three");
      assertThat(client.answer().body()).isEqualTo("three");
    }
  }
}
