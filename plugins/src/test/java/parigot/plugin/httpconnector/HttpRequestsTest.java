package parigot.plugin.httpconnector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import http.v1.host.ConnectRequest;
import http.v1.host.DeleteRequest;
import http.v1.host.GetRequest;
import http.v1.host.HeadRequest;
import http.v1.host.HttpRequest;
import http.v1.host.OptionsRequest;
import http.v1.host.PatchRequest;
import http.v1.host.PostRequest;
import http.v1.host.PutRequest;
import http.v1.host.TraceRequest;
import httpconnector.v1.host.HandleRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request reaches the guest. */
@Timeout(60)
class HttpRequestsTest {
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

  private HandleRequest received() throws Exception {
    Receiver.Call call = connector.receiver.next();
    call.answer(200, "");
    client.answerWithoutBody();
    return call.request();
  }

  private static HttpRequest http(HandleRequest handle) throws InvalidProtocolBufferException {
    Any any = handle.getReqAny();
    return switch (any.getTypeUrl()) {
      case "type.googleapis.com/http.v1.GetRequest" -> any.unpack(GetRequest.class).getRequest();
      case "type.googleapis.com/http.v1.PostRequest" -> any.unpack(PostRequest.class).getRequest();
      case "type.googleapis.com/http.v1.PutRequest" -> any.unpack(PutRequest.class).getRequest();
      case "type.googleapis.com/http.v1.DeleteRequest" ->
          any.unpack(DeleteRequest.class).getRequest();
      case "type.googleapis.com/http.v1.HeadRequest" -> any.unpack(HeadRequest.class).getRequest();
      case "type.googleapis.com/http.v1.OptionsRequest" ->
          any.unpack(OptionsRequest.class).getRequest();
      case "type.googleapis.com/http.v1.PatchRequest" ->
          any.unpack(PatchRequest.class).getRequest();
      case "type.googleapis.com/http.v1.TraceRequest" ->
          any.unpack(TraceRequest.class).getRequest();
      case "type.googleapis.com/http.v1.ConnectRequest" ->
          any.unpack(ConnectRequest.class).getRequest();
      default -> throw new AssertionError(any.getTypeUrl());
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE"})
  void everyVerbReachesTheGuestAsItsOwnMessage(String verb) throws Exception {
    client.send(verb + " /a/b?c=d HTTP/1.1", "Host: x");
    HandleRequest handle = received();
    assertThat(handle.getHttpMethod()).isEqualTo(verb);
    assertThat(handle.getReqAny().getTypeUrl()).isEqualToIgnoringCase(type(verb));
    assertThat(handle.getUrl()).isEqualTo("/a/b?c=d");
    assertThat(http(handle).getUrl()).isEqualTo("/a/b?c=d");
    assertThat(http(handle).getBody()).isEmpty();
    assertThat(handle.hasServiceId()).isFalse();
    assertThat(handle.hasMethodId()).isFalse();
  }

  private static String type(String verb) {
    return "type.googleapis.com/http.v1." + verb + "Request";
  }

  @Test
  void connectReachesTheGuestToo() throws Exception {
    client.send("CONNECT example.com:443 HTTP/1.1", "Host: example.com:443");
    Receiver.Call call = connector.receiver.next();
    assertThat(call.request().getHttpMethod()).isEqualTo("CONNECT");
    assertThat(call.request().getUrl()).isEqualTo("example.com:443");
    assertThat(http(call.request()).getUrl()).isEqualTo("example.com:443");
    call.answer(501, "no tunnels");
    assertThat(client.answer().status()).isEqualTo(501);
  }

  @ParameterizedTest
  @CsvSource({
    "/,/",
    "/a//b/,/a//b/",
    "/%7Ea/%2e%2e/b%2Fc,/%7Ea/%2e%2e/b%2Fc",
    "/a/../b,/a/../b",
    "/a?,/a?",
    "/a?b=c%20d&b=%C3%A9,/a?b=c%20d&b=%C3%A9",
    "/a;v=1?x,/a;v=1?x",
    "http://elsewhere/a?b,/a?b",
    "http://elsewhere,/",
  })
  void theUrlIsThePathWithItsQueryAsItWasSent(String target, String url) throws Exception {
    client.send("GET " + target + " HTTP/1.1", "Host: elsewhere");
    assertThat(received().getUrl()).isEqualTo(url);
  }

  @Test
  void optionsMayBeForTheWholeServer() throws Exception {
    client.send("OPTIONS * HTTP/1.1", "Host: x");
    assertThat(received().getUrl()).isEqualTo("*");
  }

  @Test
  void headersHaveCanonicalNamesAndAllTheirValues() throws Exception {
    client.send(
        "GET / HTTP/1.1",
        "host: x",
        "x-REQUEST-id: one",
        "accept: a",
        "ACCEPT: b",
        "cookie: c=1",
        "Cookie: d=2",
        "x-empty:",
        "content-type:   text/plain  ");
    assertThat(http(received()).getHeaderMap())
        .containsOnlyKeys("X-Request-Id", "Accept", "Cookie", "X-Empty", "Content-Type")
        .containsEntry("X-Request-Id", "one")
        .containsEntry("Accept", "a, b")
        .containsEntry("Cookie", "c=1; d=2")
        .containsEntry("X-Empty", "")
        .containsEntry("Content-Type", "text/plain");
  }

  @Test
  void headersAreReadAndWrittenInOneEncoding() throws Exception {
    // A character of the connection is a byte.
    String bytes = new String("über".getBytes(UTF_8), ISO_8859_1);
    client.send("GET / HTTP/1.1", "Host: x", "X-Thing: " + bytes);
    Receiver.Call call = connector.receiver.next();
    String value = http(call.request()).getHeaderMap().get("X-Thing");
    assertThat(value).isEqualTo("über");
    call.answer().complete(Receiver.response(200, "").putHeader("X-Thing", value).build());
    assertThat(client.answer().header("x-thing")).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%ff", "/a%C3/b", "/%c0%af", "/%ed%a0%80", "/\u00ff", "/?a=\u00ff"})
  void aTargetThatIsNoTextIsRefused(String target) throws Exception {
    client.send("GET " + target + " HTTP/1.1", "Host: x");
    assertThat(client.answer().status()).isEqualTo(400);
    assertThat(connector.receiver.hasNoCall()).isTrue();
  }

  @Test
  void aQueryMayBeInAnotherEncoding() throws Exception {
    client.send("GET /?a=%ff HTTP/1.1", "Host: x");
    assertThat(received().getUrl()).isEqualTo("/?a=%ff");
  }

  @Test
  void aCodingThatNobodyTakesOffIsRefused() throws Exception {
    client
        .send("POST / HTTP/1.1", "Host: x", "Transfer-Encoding: gzip, chunked")
        .sendRaw("3\r\nabc\r\n0\r\n\r\n");
    Connection.Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(501);
    assertThat(client.isClosedByServer()).isTrue();
    assertThat(connector.receiver.hasNoCall()).isTrue();
  }

  @Test
  void theBodyReachesTheGuest() throws Exception {
    client.send("POST / HTTP/1.1", "Host: x", "Content-Length: 5").sendRaw("he\0lo");
    HttpRequest request = http(received());
    assertThat(request.getBody().toStringUtf8()).isEqualTo("he\0lo");
    assertThat(request.getHeaderMap()).containsEntry("Content-Length", "5");
  }

  @Test
  void aBodyInChunksReachesTheGuestWithItsTrailers() throws Exception {
    client
        .send("POST / HTTP/1.1", "Host: x", "Transfer-Encoding: chunked", "Trailer: x-sum")
        .sendRaw("3\r\nabc\r\n4;extension=1\r\ndefg\r\n0\r\nx-sum: 17\r\n\r\n");
    HttpRequest request = http(received());
    assertThat(request.getBody().toStringUtf8()).isEqualTo("abcdefg");
    assertThat(request.getHeaderMap()).doesNotContainKey("Transfer-Encoding");
    assertThat(request.getTrailerMap()).containsExactly(java.util.Map.entry("X-Sum", "17"));
  }

  @Test
  void theLargestBodyReachesTheGuestWhole() throws Exception {
    int most = 1024 * 1024 - 1;
    client.send("PUT / HTTP/1.1", "Host: x", "Content-Length: " + most).sendRaw("x".repeat(most));
    assertThat(http(received()).getBody().size()).isEqualTo(most);
  }

  @Test
  void aClientThatAsksFirstMaySendItsBody() throws Exception {
    client.send("PUT / HTTP/1.1", "Host: x", "Content-Length: 4", "Expect: 100-continue");
    assertThat(client.answerWithoutBody().status()).isEqualTo(100);
    client.sendRaw("body");
    assertThat(http(received()).getBody().toStringUtf8()).isEqualTo("body");
  }

  @Test
  void aConnectionCarriesOneRequestAfterTheOther() throws Exception {
    for (int i = 0; i < 3; i++) {
      client.send("GET /" + i + " HTTP/1.1", "Host: x");
      assertThat(received().getUrl()).isEqualTo("/" + i);
    }
  }

  @Test
  void requestsThatAreSentAtOnceAreAnsweredInOrder() throws Exception {
    client.sendRaw("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n");
    Receiver.Call first = connector.receiver.next();
    assertThat(first.request().getUrl()).isEqualTo("/1");
    first.answer(200, "one");
    assertThat(client.answer().body()).isEqualTo("one");
    Receiver.Call second = connector.receiver.next();
    assertThat(second.request().getUrl()).isEqualTo("/2");
    second.answer(200, "two");
    assertThat(client.answer().body()).isEqualTo("two");
  }

  @Test
  void anOldClientIsServedAndItsConnectionClosed() throws Exception {
    client.send("GET /old HTTP/1.0");
    Receiver.Call call = connector.receiver.next();
    assertThat(call.request().getUrl()).isEqualTo("/old");
    call.answer(200, "old");
    assertThat(client.answer().body()).isEqualTo("old");
    assertThat(client.isClosedByServer()).isTrue();
  }
}
