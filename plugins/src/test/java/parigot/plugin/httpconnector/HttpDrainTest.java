package parigot.plugin.httpconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end: what was taken is answered, and nothing else is taken. */
@Timeout(60)
class HttpDrainTest {

  @Test
  void whatIsUnderWayIsAnsweredAtTheEndAndNothingElse() throws Exception {
    Connector connector = new Connector("");
    InetSocketAddress address = connector.plugin.address();
    try (Connection client = connector.connect().send("GET / HTTP/1.1", "Host: x");
        Connection sending = connector.connect();
        Connection idle = connector.connect()) {
      Receiver.Call late = connector.receiver.next();
      sending.send("PUT / HTTP/1.1", "Host: x", "Content-Length: 4", "Expect: 100-continue");
      assertThat(sending.answerWithoutBody().status()).isEqualTo(100);
      idle.send("GET /idle HTTP/1.1", "Host: x");
      connector.receiver.next().answer(200, "");
      idle.answer();
      CompletableFuture<Void> drained = connector.plugin.drain().toCompletableFuture();
      assertThat(drained).isNotDone();
      refused(idle.send("GET /idle HTTP/1.1", "Host: x"));
      try (Connection next = connector.connect().send("GET /new HTTP/1.1", "Host: x")) {
        refused(next);
      }
      assertThat(drained).isNotDone();
      sending.sendRaw("body");
      connector.receiver.next().answer(200, "whole");
      assertThat(sending.answer().body()).isEqualTo("whole");
      assertThat(drained).isNotDone();
      late.answer(200, "the last");
      Connection.Answer answer = client.answer();
      assertThat(answer.body()).isEqualTo("the last");
      assertThat(answer.header("connection")).isEqualTo("close");
      drained.get(30, TimeUnit.SECONDS);
      assertThat(client.isClosedByServer()).isTrue();
      connector.close();
      assertThatThrownBy(() -> new Connection(address)).isInstanceOf(IOException.class);
    }
  }

  private static void refused(Connection client) throws IOException {
    Connection.Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("The server is about to end.\n");
    assertThat(answer.header("connection")).isEqualTo("close");
    assertThat(answer.header("retry-after")).isEqualTo("1");
    assertThat(client.isClosedByServer()).isTrue();
  }

  @Test
  void whoHasNothingUnderWayIsDrainedAtOnce() throws Exception {
    try (Connector connector = new Connector("");
        Connection idle = connector.connect()) {
      idle.sendRaw("GET / HT");
      assertThat(connector.plugin.drain().toCompletableFuture()).isDone();
      assertThat(new HttpConnectorServer().drain().toCompletableFuture()).isDone();
    }
  }

  @Test
  void aClientThatGoesDoesNotKeepTheApplication() throws Exception {
    try (Connector connector = new Connector("")) {
      Connection client = connector.connect().send("GET / HTTP/1.1", "Host: x");
      connector.receiver.next();
      CompletableFuture<Void> drained = connector.plugin.drain().toCompletableFuture();
      client.close();
      drained.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void aGuestThatNeverAnswersDoesNotKeepTheApplication() throws Exception {
    Connector connector = new Connector("");
    try (Connection client = connector.connect().send("GET / HTTP/1.1", "Host: x")) {
      Receiver.Call call = connector.receiver.next();
      assertThat(connector.plugin.drain().toCompletableFuture()).isNotDone();
      connector.close();
      assertThat(client.isClosedByServer()).isTrue();
      // Too late, and no harm.
      call.answer(200, "hello?");
    }
  }
}
