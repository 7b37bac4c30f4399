package parigot.plugin.httpconnector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.plugin.GuestCallException;

/** What a client is told when there is no answer of a guest. */
@Timeout(60)
class HttpRefusalsTest {
  private static final int MOST_BODY = 2000;

  private Connector connector;
  private Connection client;

  @BeforeEach
  void start() throws Exception {
    connector = new Connector("max-body-size = %d B, max-header-size = 1 KiB".formatted(MOST_BODY));
    client = connector.connect();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    connector.close();
  }

  private void theConnectionGoesOn() throws Exception {
    client.send("GET /again HTTP/1.1", "Host: x");
    connector.receiver.next().answer(200, "fine");
    assertThat(client.answer().body()).isEqualTo("fine");
  }

  private void refused(int status, String sentence) throws Exception {
    Connection.Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(sentence + "\n");
    assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=utf-8");
  }

  @ParameterizedTest
  @CsvSource({
    "NO_SUCH_SERVICE, 503, Nobody receives requests.",
    "NO_SUCH_METHOD, 503, Nobody receives requests.",
    "REFUSED, 503, The server is busy.",
    "TIMED_OUT, 504, The receiver did not answer in time.",
    "ENDED, 502, The receiver failed.",
    "SERVICE_ERROR, 502, The receiver failed.",
    "BAD_RESULT, 502, The receiver's answer was none.",
    "TOO_LARGE, 431, The request's headers are too large for the receiver."
  })
  void aCallWithoutAResultIsToldByItsStatus(
      GuestCallException.Reason reason, int status, String sentence) throws Exception {
    client.send("GET / HTTP/1.1", "Host: x");
    connector.receiver.next().fail(reason);
    refused(status, sentence);
    theConnectionGoesOn();
  }

  @Test
  void aBodyThatTheReceiverHasNoRoomForIsTooLarge() throws Exception {
    client.send("POST / HTTP/1.1", "Host: x", "Content-Length: 500").sendRaw("x".repeat(500));
    connector.receiver.next().fail(GuestCallException.Reason.TOO_LARGE);
    refused(413, "The request's body is too large.");
    theConnectionGoesOn();
  }

  @Test
  void aFailureThatIsNobodysIsTheServers() throws Exception {
    client.send("GET / HTTP/1.1", "Host: x");
    connector.receiver.next().answer().completeExceptionally(new IllegalStateException("inner"));
    refused(500, "The server failed.");
    theConnectionGoesOn();
  }

  @ParameterizedTest
  @ValueSource(strings = {"BREW", "get", "PROPFIND", "X"})
  void aVerbThatNoMessageIsForIsNotAllowed(String verb) throws Exception {
    client.send(verb + " / HTTP/1.1", "Host: x");
    Connection.Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.body()).isEqualTo("No such method is served here.\n");
    assertThat(answer.header("allow"))
        .isEqualTo("CONNECT, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE");
    theConnectionGoesOn();
  }

  @Test
  void aBodyOverTheLimitIsRefusedBeforeItIsSent() throws Exception {
    client.send("PUT / HTTP/1.1", "Host: x", "Content-Length: 2001", "Expect: 100-continue");
    refused(413, "The request's body is too large.");
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(connector.receiver.hasNoCall()).isTrue();
  }

  @Test
  void aClientThatSendsItsLargeBodyFirstGetsTheAnswerToo() throws Exception {
    client.send("PUT / HTTP/1.1", "Host: x", "Content-Length: 9000").sendRaw("x".repeat(9000));
    refused(413, "The request's body is too large.");
    theConnectionGoesOn();
  }

  @Test
  void chunksThatExceedTheLimitTogetherAreRefused() throws Exception {
    client.send("PUT / HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
    for (int i = 0; i < 3; i++) {
      client.sendRaw("320\r\n" + "x".repeat(800) + "\r\n");
    }
    client.sendRaw("0\r\n\r\n");
    refused(413, "The request's body is too large.");
    theConnectionGoesOn();
  }

  @Test
  void aBodyWithoutAnEndIsCutOff() throws Exception {
    client.send("PUT / HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
    Thread sender =
        new Thread(
            () -> {
              try {
                while (true) {
                  client.sendRaw("320\r\n" + "x".repeat(800) + "\r\n");
                }
              } catch (java.io.IOException expected) {
                // The server does not listen any more.
              }
            });
    sender.start();
    sender.join();
    assertThat(connector.receiver.hasNoCall()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1100, 20_000, 200_000})
  void headersOverTheLimitAreRefused(int size) throws Exception {
    try {
      client.send("GET / HTTP/1.1", "Host: x", "X-Large: " + "x".repeat(size));
    } catch (java.net.SocketException reset) {
      // The server may have closed before all of it was sent.
    }
    try {
      refused(431, "Request Header Fields Too Large.");
      assertThat(client.isClosedByServer()).isTrue();
    } catch (java.net.SocketException reset) {
      // Then what it said is lost.
      assertThat(size).isGreaterThan(16 * 1024);
    }
    assertThat(connector.receiver.hasNoCall()).isTrue();
  }

  @Test
  void aTargetOverTheLimitIsRefused() throws Exception {
    client.send("GET /" + "x".repeat(1500) + " HTTP/1.1", "Host: x");
    assertThat(client.answer().status()).isIn(414, 431);
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(connector.receiver.hasNoCall()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nBad name : y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n",
        "GET\r\n\r\n",
        "GET /\r\n\r\n",
        "/ GET HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET / HTP/1.1\r\nHost: x\r\n\r\n",
        "G\0T / HTTP/1.1\r\nHost: x\r\n\r\n",
        "\u0016\u0003\u0001\u0002 a TLS hello\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnot hex\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n"
      })
  void whatIsNoRequestIsRefusedAndNothingAfterItIsOne(String bytes) throws Exception {
    client.sendRaw(bytes);
    Connection.Answer answer = client.answer();
    assertThat(answer.status()).isIn(400, 426, 501, 505);
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(connector.receiver.hasNoCall()).isTrue();
    try (Connection other = connector.connect()) {
      other.send("GET / HTTP/1.1", "Host: x");
      connector.receiver.next().answer(200, "fine");
      assertThat(other.answer().body()).isEqualTo("fine");
    }
  }
}
