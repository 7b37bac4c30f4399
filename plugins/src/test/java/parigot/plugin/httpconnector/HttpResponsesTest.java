package parigot.plugin.httpconnector;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import http.v1.host.HeaderLine;
import httpconnector.v1.host.HandleResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a guest's answer reaches the client. */
@Timeout(60)
class HttpResponsesTest {
  private Connector connector;
  private Connection client;

  @BeforeEach
  void start() throws Exception {
    connector = new Connector("");
    client = connector.connect();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    connector.close();
  }

  private Connection answered(String verb, HandleResponse response) throws Exception {
    client.send(verb + " / HTTP/1.1", "Host: x");
    connector.receiver.next().answer().complete(response);
    return client;
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 299, 301, 400, 404, 405, 418, 499, 500, 503, 599})
  void theStatusIsTheGuests(int status) throws Exception {
    Connection.Answer answer = answered("GET", Receiver.response(status, "text").build()).answer();
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo("text");
  }

  @Test
  void headersAndBodyAreTheGuests() throws Exception {
    Connection.Answer answer =
        answered(
                "GET",
                Receiver.response(200, "häuser")
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .putHeader("x-thing", "über alles")
                    .putHeader("X-Empty", "")
                    .build())
            .answer();
    assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.header("x-empty")).isEmpty();
    assertThat(utf8(answer.header("x-thing"))).isEqualTo("über alles");
    assertThat(utf8(answer.body())).isEqualTo("häuser");
    assertThat(answer.header("content-length")).isEqualTo("7");
    assertThat(answer.headers())
        .containsOnlyKeys("content-type", "x-thing", "x-empty", "content-length", "date");
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  @Test
  void theDateIsTheApplicationsUnlessTheGuestHasOne() throws Exception {
    Connection.Answer ours = answered("GET", Receiver.response(200, "").build()).answer();
    assertThat(ours.header("date")).isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
    Connection.Answer theirs =
        answered("GET", Receiver.response(200, "").putHeader("Date", "never").build()).answer();
    assertThat(theirs.header("date")).isEqualTo("never");
  }

  @Test
  void aLargeBodyArrivesWhole() throws Exception {
    byte[] large = new byte[4 << 20];
    java.util.Arrays.fill(large, (byte) 'x');
    HandleResponse response =
        HandleResponse.newBuilder()
            .setHttpStatus(200)
            .setHttpResponse(ByteString.copyFrom(large))
            .build();
    assertThat(answered("GET", response).answer().body()).isEqualTo("x".repeat(large.length));
  }

  @Test
  void anAnswerToHeadHasTheLengthAndNoBody() throws Exception {
    Connection.Answer answer =
        answered("HEAD", Receiver.response(200, "never sent").build()).answerWithoutBody();
    assertThat(answer.header("content-length")).isEqualTo("10");
    Connection.Answer named =
        answered("HEAD", Receiver.response(200, "").putHeader("Content-Length", "77").build())
            .answerWithoutBody();
    assertThat(named.header("content-length")).isEqualTo("77");
    nothingIsLeftOver();
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void aStatusWithoutABodyHasNone(int status) throws Exception {
    answered("GET", Receiver.response(status, "never sent").build()).answerWithoutBody();
    nothingIsLeftOver();
  }

  @Test
  void whatHasNotChangedSaysNothingOfItsLength() throws Exception {
    for (String verb : java.util.List.of("GET", "HEAD")) {
      HandleResponse response =
          Receiver.response(304, "never sent").putHeader("Content-Length", "7").build();
      assertThat(answered(verb, response).answerWithoutBody().headers()).containsOnlyKeys("date");
    }
    nothingIsLeftOver();
  }

  @Test
  void whatIsToBeResetHasAnEmptyBody() throws Exception {
    Connection.Answer answer =
        answered("GET", Receiver.response(205, "never sent").build()).answer();
    assertThat(answer.header("content-length")).isEqualTo("0");
    nothingIsLeftOver();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 299})
  void whoAgreesToATunnelIsNotBelieved(int status) throws Exception {
    client.send("CONNECT example.com:443 HTTP/1.1", "Host: example.com:443");
    connector.receiver.next().answer(status, "text");
    Connection.Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(501);
    assertThat(answer.body()).isEqualTo("No tunnel is made here.\n");
    assertThat(client.isClosedByServer()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length", "content-length", "Transfer-Encoding", "Trailer", "Upgrade"})
  void aGuestCannotSayHowItsAnswerIsFramed(String header) throws Exception {
    Connection.Answer answer =
        answered("GET", Receiver.response(200, "body").putHeader(header, "3").build()).answer();
    assertThat(answer.body()).isEqualTo("body");
    assertThat(answer.header("content-length")).isEqualTo("4");
    assertThat(answer.headers()).doesNotContainKeys("transfer-encoding", "trailer", "upgrade");
    nothingIsLeftOver();
  }

  private static HeaderLine line(String name, String value) {
    return HeaderLine.newBuilder().setName(name).setValue(value).build();
  }

  @Test
  void aHeaderMayGoOutSeveralTimes() throws Exception {
    Connection.Answer answer =
        answered(
                "GET",
                Receiver.response(200, "body")
                    .putHeader("Set-Cookie", "a=1")
                    .addHeaderLine(line("Set-Cookie", "b=2; Path=/"))
                    .addHeaderLine(line("set-cookie", "c=über"))
                    .addHeaderLine(line("Content-Length", "3"))
                    .build())
            .answer();
    assertThat(utf8(answer.header("set-cookie"))).isEqualTo("a=1 and b=2; Path=/ and c=über");
    assertThat(answer.body()).isEqualTo("body");
    nothingIsLeftOver();
  }

  @Test
  void aLineThatIsNoHeaderIsABrokenResult() throws Exception {
    for (HeaderLine broken : java.util.List.of(line("a b", "c"), line("a", "b\r\nc: d"))) {
      HandleResponse response = Receiver.response(200, "").addHeaderLine(broken).build();
      assertThat(answered("GET", response).answer().status()).isEqualTo(502);
    }
  }

  private void nothingIsLeftOver() throws Exception {
    Connection.Answer next = answered("GET", Receiver.response(200, "next").build()).answer();
    assertThat(next.body()).isEqualTo("next");
  }

  @Test
  void aGuestMayCloseTheConnection() throws Exception {
    HandleResponse response =
        Receiver.response(200, "bye").putHeader("Connection", "close").build();
    assertThat(answered("GET", response).answer().body()).isEqualTo("bye");
    assertThat(client.isClosedByServer()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, 99, 100, 101, 199, 600, 1000})
  void aStatusThatIsNoneIsABrokenResult(int status) throws Exception {
    broken(Receiver.response(status, "text").build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:b", "a\r\nb", "a\0", "é", "a\u007f"})
  void aHeadersNameThatIsNoneIsABrokenResult(String name) throws Exception {
    broken(Receiver.response(200, "text").putHeader(name, "value").build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\nb", "a\rb", "a\0b", "a\u0001", "a\u007f"})
  void aHeadersValueThatBreaksTheProtocolIsABrokenResult(String value) throws Exception {
    broken(Receiver.response(200, "text").putHeader("X-Thing", value).build());
  }

  private void broken(HandleResponse response) throws Exception {
    Connection.Answer answer = answered("GET", response).answer();
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.body()).isEqualTo("The receiver's answer was none.\n");
    assertThat(answer.headers()).containsOnlyKeys("content-type", "content-length", "date");
    nothingIsLeftOver();
  }
}
