package parigot.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.runtime.testing.Within;
import trial.v1.host.Words;

/** HTTP clients call guests, and are told what is wrong with what they send. */
@Timeout(60)
class HttpTest {
  private static HttpClients client(TrialApplication application) {
    return new HttpClients(application.httpPort());
  }

  @Test
  void aClientCallsAGuestInJson() {
    try (TrialApplication application = TrialApplication.http().trial().launched()) {
      HttpClients client = client(application);

      HttpClients.Got got =
          client.json("Echo", "{\"text\": \"grüß dich\", \"more\": [{\"number\": 3}]}");

      assertThat(got.status()).isEqualTo(200);
      assertThat(got.header("content-type")).isEqualTo("application/json");
      assertThat(got.text()).isEqualTo("{\"text\":\"grüß dich\",\"more\":[{\"number\":3}]}\n");
      assertThat(client.json("Echo", "{}").text()).isEqualTo("{}\n");
      assertThat(client.json("Ping", "{}").text()).isEqualTo("{}\n");
    }
  }

  @Test
  void theApplicationTellsWhereItsClientsReachIt() {
    try (TrialApplication application =
        TrialApplication.http("parigot.edge.grpc.port = 0").trial().launched()) {
      assertThat(application.application().addresses())
          .containsExactly(
              "grpc://127.0.0.1:" + application.grpcPort(),
              "http://127.0.0.1:" + application.httpPort());
    }
  }

  @Test
  void aClientCallsAGuestInBinary() throws InvalidProtocolBufferException {
    try (TrialApplication application = TrialApplication.http().trial().launched()) {
      Words words = Words.newBuilder().setText("as bytes").setNumber(7).build();

      HttpClients.Got got =
          client(application)
              .send(
                  client(application)
                      .to("/trial.v1.Trial/Echo")
                      .header("content-type", "application/proto")
                      .header("connect-protocol-version", "1")
                      .POST(HttpRequest.BodyPublishers.ofByteArray(words.toByteArray())));

      assertThat(got.status()).isEqualTo(200);
      assertThat(got.header("content-type")).isEqualTo("application/proto");
      assertThat(Words.parseFrom(got.response().body())).isEqualTo(words);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"txet\": \"x\"} | The body is no trial.v1.Words: txet is no field of trial.v1.Words; did"
            + " you mean text?",
        "{\"number\": \"many\"} | The body is no trial.v1.Words: number: Not an int32 value:"
            + " \"many\".",
        "{\"text\": \"a\", \"more\": [{}, {\"more\": [{\"number\": 1.5}]}]} | The body is no"
            + " trial.v1.Words: more[1].more[0].number: Not an int32 value: 1.5.",
        "{\"more\": {}} | The body is no trial.v1.Words: more: ",
        "{\"text\": 3, \"number\": true} | The body is no trial.v1.Words: number: ",
        "{\"text\": | The body is no JSON: ",
        "[] | The body is no trial.v1.Words: it must be a JSON object, { … }.",
        "   | The body is empty, and must be a JSON object: {} for a request without fields.",
      })
  void aWrongBodyIsAnsweredByASentenceThatNamesTheField(String body, String sentence) {
    try (TrialApplication application = TrialApplication.http().trial().launched()) {
      HttpClients.Got got = client(application).json("Echo", body == null ? "" : body);

      assertThat(got.status()).isEqualTo(400);
      assertThat(got.header("content-type")).isEqualTo("application/json");
      assertThat(got.json().get("code").getAsString()).isEqualTo("invalid_argument");
      assertThat(got.json().get("message").getAsString()).startsWith(sentence.strip());
    }
  }

  @Test
  void eachFailureHasItsStatusAndItsCode() throws InvalidProtocolBufferException {
    try (TrialApplication application =
        TrialApplication.http(
                "parigot.call-timeout = 200 ms",
                "parigot.guests.trial { message-limit = 8 KiB, restart-backoff { min = 1 h, max = 1 h } }")
            .trial()
            .launched()) {
      HttpClients client = client(application);
      assertFailure(client.json("Fail", "{}"), 400, "failed_precondition");
      assertFailure(client.json("FailMissing", "{}"), 404, "not_found");
      assertFailure(client.json("FailUnread", "{}"), 400, "invalid_argument");
      assertFailure(client.json("FailUnwritten", "{}"), 500, "internal");
      assertFailure(client.json("Never", "{}"), 504, "deadline_exceeded");
      assertFailure(client.json("Watch", "{}"), 501, "unimplemented");
      assertFailure(client.json("Nothing", "{}"), 501, "unimplemented");
      assertFailure(
          client.send(
              client
                  .to("/trial.v1.Absent/Echo")
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))),
          503,
          "unavailable");

      JsonObject detail =
          client.json("Fail", "{}").json().getAsJsonArray("details").get(0).getAsJsonObject();
      assertThat(detail.get("type").getAsString()).isEqualTo("google.rpc.ErrorInfo");
      assertThat(ErrorInfo.parseFrom(Base64.getDecoder().decode(detail.get("value").getAsString())))
          .isEqualTo(
              ErrorInfo.newBuilder()
                  .setReason("OutOfStock")
                  .setDomain("trial.v1.Trial")
                  .putMetadata("number", "4")
                  .build());
      assertThat(detail.getAsJsonObject("debug").get("reason").getAsString())
          .isEqualTo("OutOfStock");
      JsonObject timeout =
          client.json("Never", "{}").json().getAsJsonArray("details").get(0).getAsJsonObject();
      assertThat(timeout.get("type").getAsString()).isEqualTo("parigot.v1.CallFailure");
      assertThat(timeout.getAsJsonObject("debug").get("reason").getAsString())
          .isEqualTo("RunTimeout");

      assertFailure(
          client.json("Echo", "{\"text\": \"%s\"}".formatted("0".repeat(20_000))),
          429,
          "resource_exhausted");
      assertFailure(client.json("Trap", "{}"), 500, "unknown");
      HttpClients.Got ended = client.json("Echo", "{}");
      assertFailure(ended, 503, "unavailable");
      assertThat(
              ended
                  .json()
                  .getAsJsonArray("details")
                  .get(0)
                  .getAsJsonObject()
                  .getAsJsonObject("debug")
                  .get("reason")
                  .getAsString())
          .isEqualTo("NotFound");
    }
  }

  private static void assertFailure(HttpClients.Got got, int status, String code) {
    assertThat(got.status()).as(got.text()).isEqualTo(status);
    assertThat(got.header("content-type")).isEqualTo("application/json");
    assertThat(got.json().get("code").getAsString()).isEqualTo(code);
    assertThat(got.json().get("message").getAsString()).matches(".*[.?]");
  }

  @Test
  void whatIsNoCallIsRefusedWithWhatWouldBe() {
    try (TrialApplication application = TrialApplication.http().trial().launched()) {
      HttpClients client = client(application);

      HttpClients.Got lost = client.send(client.to("/favicon.ico").GET());
      assertFailure(lost, 404, "not_found");

      HttpClients.Got get = client.send(client.to("/trial.v1.Trial/Echo").GET());
      assertFailure(get, 405, "unimplemented");
      assertThat(get.header("allow")).isEqualTo("POST");

      HttpClients.Got text =
          client.send(
              client
                  .to("/trial.v1.Trial/Echo")
                  .header("content-type", "text/plain")
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));
      assertFailure(text, 415, "unimplemented");
      assertThat(text.header("accept-post")).contains("application/json");

      HttpClients.Got timeout =
          client.send(
              client
                  .to("/trial.v1.Trial/Echo")
                  .header("content-type", "application/json")
                  .header("connect-timeout-ms", "soon")
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));
      assertFailure(timeout, 400, "invalid_argument");
      assertThat(timeout.text()).contains("connect-timeout-ms");
    }
  }

  @Test
  void theClientsTimeHoldsWhereItIsTheShorterOne() {
    try (TrialApplication application = TrialApplication.http().trial().launched()) {
      HttpClients client = client(application);
      assertFailure(
          client.send(
              client
                  .to("/trial.v1.Trial/Never")
                  .header("content-type", "application/json")
                  .header("connect-timeout-ms", "100")
                  .POST(HttpRequest.BodyPublishers.ofString("{}"))),
          504,
          "deadline_exceeded");
    }
  }

  @Test
  void aCompressedBodyIsReadUpToTheLimit() throws IOException {
    try (TrialApplication application =
        TrialApplication.http("parigot.edge.message-limit = 64 KiB").trial().launched()) {
      HttpClients client = client(application);
      assertThat(zipped(client, "{\"text\": \"%s\"}".formatted("0".repeat(10_000))).status())
          .isEqualTo(200);
      assertFailure(
          zipped(client, "{\"text\": \"%s\"}".formatted("0".repeat(100_000))),
          429,
          "resource_exhausted");
      assertFailure(
          client.json("Echo", "{\"text\": \"%s\"}".formatted("0".repeat(100_000))),
          429,
          "resource_exhausted");
      HttpClients.Got broken =
          client.send(
              client
                  .to("/trial.v1.Trial/Echo")
                  .header("content-type", "application/json")
                  .header("content-encoding", "gzip")
                  .POST(HttpRequest.BodyPublishers.ofString("{}")));
      assertFailure(broken, 400, "invalid_argument");
    }
  }

  private static HttpClients.Got zipped(HttpClients client, String body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
    }
    return client.send(
        client
            .to("/trial.v1.Trial/Echo")
            .header("content-type", "application/json")
            .header("content-encoding", "gzip")
            .POST(HttpRequest.BodyPublishers.ofByteArray(zipped.toByteArray())));
  }

  @Test
  void healthFollowsTheGuests() {
    try (TrialApplication application = TrialApplication.http().trial().launched()) {
      HttpClients client = client(application);
      assertThat(client.send(client.to("/health").GET()).text())
          .isEqualTo("{\"status\":\"SERVING\"}\n");
      assertThat(client.send(client.to("/health?service=trial.v1.Trial").GET()).status())
          .isEqualTo(200);
      assertThat(client.send(client.to("/health?service=trial.v1.Absent").GET()).status())
          .isEqualTo(503);
      assertFailure(
          client.send(client.to("/health?service=trial.v1.Nobody").GET()), 404, "not_found");
    }
  }

  @Test
  void onlyPagesOfTheOriginsThatMayCallDo() {
    try (TrialApplication application =
        TrialApplication.http("parigot.edge.http.cors = [\"https://shop.example\"]")
            .trial()
            .launched()) {
      HttpClients client = client(application);

      HttpClients.Got ours = client.json("Echo", "{}", Optional.of("https://shop.example"));
      assertThat(ours.status()).isEqualTo(200);
      assertThat(ours.header("access-control-allow-origin")).isEqualTo("https://shop.example");

      HttpClients.Got theirs = client.json("Echo", "{}", Optional.of("https://evil.example"));
      assertFailure(theirs, 403, "permission_denied");

      HttpClients.Got asked =
          client.send(
              client
                  .to("/trial.v1.Trial/Echo")
                  .header("origin", "https://shop.example")
                  .header("access-control-request-method", "POST")
                  .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
      assertThat(asked.status()).isEqualTo(204);
      assertThat(asked.header("access-control-allow-headers"))
          .contains("content-type", "connect-protocol-version", "traceparent");
    }
  }

  @Test
  void requestsThatComeTogetherAreAnsweredInTheirOrder() throws IOException {
    try (TrialApplication application = TrialApplication.http().trial().launched();
        Socket socket = new Socket("127.0.0.1", application.httpPort())) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        String headers = i == 19 ? "Connection: close\r\n" : "";
        all.append(
            request(i % 3 == 0 ? "Slow" : "Echo", "{\"number\":" + (100 + i) + "}", headers));
      }
      socket.getOutputStream().write(all.toString().getBytes(StandardCharsets.US_ASCII));
      String read = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      int last = -1;
      for (int i = 0; i < 20; i++) {
        int at = read.indexOf("{\"number\":" + (100 + i) + "}");
        assertThat(at).as(read).isGreaterThan(last);
        last = at;
      }
    }
  }

  private static String request(String method, String body, String headers) {
    return "POST /trial.v1.Trial/%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n%s"
        .formatted(method, body.length(), headers, body);
  }

  @Test
  void aClientThatGoesWithdrawsItsCall() throws IOException {
    try (TrialApplication application = TrialApplication.http().trial().launched()) {
      try (Socket socket = new Socket("127.0.0.1", application.httpPort())) {
        socket
            .getOutputStream()
            .write(request("Never", "{}", "").getBytes(StandardCharsets.US_ASCII));
        TrialApplication.await("it waits", () -> !application.application().calls().isEmpty());
      }
      TrialApplication.await("it waits no more", () -> application.application().calls().isEmpty());
    }
  }

  @Test
  void whatIsUnderWayAtTheEndIsAnsweredAndWhatComesThenIsNot() throws IOException {
    try (TrialApplication application = TrialApplication.http().trial().launched();
        Socket before = new Socket("127.0.0.1", application.httpPort())) {
      CompletableFuture<HttpClients.Got> underWay =
          CompletableFuture.supplyAsync(
              () -> client(application).json("Slow", "{\"text\": \"still\"}"));
      TrialApplication.await("it waits", () -> !application.application().calls().isEmpty());

      CompletionStage<Integer> ended = application.application().stop();

      HttpClients.Got got = Within.limit(underWay);
      assertThat(got.text()).isEqualTo("{\"text\":\"still\"}\n");
      assertThat(Within.limit(ended)).isZero();
      assertThat(before.getInputStream().read()).isNegative();
    }
  }

  @Test
  void whatIsNoHttpIsAnsweredAndClosed() throws IOException {
    try (TrialApplication application =
        TrialApplication.http("parigot.edge.max-header-size = 1 KiB").trial().launched()) {
      assertThat(raw(application, "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
      assertThat(raw(application, request("Echo", "{}", "X: " + "y".repeat(2000) + "\r\n")))
          .startsWith("HTTP/1.1 431 ");
      assertThat(
              raw(
                  application,
                  "POST /trial.v1.Trial/Echo HTTP/1.1\r\n"
                      + "Host: x\r\n"
                      + "Content-Type: application/json\r\n"
                      + "Content-Length: 99999999\r\n\r\n"
                      + "x"))
          .startsWith("HTTP/1.1 429 ")
          .contains("parigot.edge.message-limit");
    }
  }

  private static String raw(TrialApplication application, String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", application.httpPort())) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void aClientThatIsSilentOrSlowIsClosedOrRefused() throws IOException {
    try (TrialApplication application =
            TrialApplication.http(
                    "parigot.edge { handshake-timeout = 1 s, body-timeout = 200 ms, idle-timeout"
                        + " = 1 s }")
                .trial()
                .launched();
        Socket silent = new Socket("127.0.0.1", application.httpPort());
        Socket halfway = new Socket("127.0.0.1", application.httpPort());
        Socket idle = new Socket("127.0.0.1", application.httpPort())) {
      halfway.getOutputStream().write("POST /trial".getBytes(StandardCharsets.US_ASCII));
      idle.getOutputStream().write(request("Echo", "{}", "").getBytes(StandardCharsets.US_ASCII));
      assertThat(silent.getInputStream().read()).isNegative();
      assertThat(halfway.getInputStream().read()).isNegative();
      assertThat(new String(idle.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .endsWith("{}\n");
      assertThat(
              raw(
                  application,
                  "POST /trial.v1.Trial/Echo HTTP/1.1\r\n"
                      + "Host: x\r\n"
                      + "Content-Type: application/json\r\n"
                      + "Content-Length: 9\r\n\r\n"
                      + "{"))
          .contains("parigot.edge.body-timeout");
    }
  }
}
