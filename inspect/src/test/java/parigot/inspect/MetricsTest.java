package parigot.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static parigot.inspect.Started.guest;
import static parigot.inspect.Started.launched;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.StringValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import parigot.actors.Application;
import parigot.runtime.StartException;

/** The metrics of an application, on its socket and on a port. */
@Timeout(60)
class MetricsTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Application application;
  private static URI port;

  @BeforeAll
  static void anApplicationThatHasHadCalls() throws Exception {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger logger = (Logger) LoggerFactory.getLogger("parigot.metrics");
    Level before = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
    application =
        launched(
            guest(
                    "b",
                    "register b",
                    "export b.v1 b",
                    "bind Echo echo",
                    "bind Fail error 4",
                    "launch")
                + "parigot.metrics.port = 0");
    logger.detachAppender(lines);
    logger.setLevel(before);
    port = URI.create(lines.list.get(0).getFormattedMessage().replaceFirst("Metrics at ", ""));
    for (int i = 0; i < 7; i++) {
      call("Echo");
    }
    assertThatThrownBy(() -> call("Fail")).hasMessageContaining("error 4");
  }

  private static void call(String method) throws Exception {
    application
        .call("b.v1", "b", method, StringValue.of("a text"), StringValue.class)
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  @AfterAll
  static void itsEnd() {
    application.close();
  }

  private static HttpResponse<String> scraped(String path, String accept) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(port.resolve(path)).header("Accept", accept).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String ofSocket() throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    Started.one().copy("/v1/metrics", text);
    return text.toString(StandardCharsets.UTF_8);
  }

  @Test
  void callsAreToldAsHistogramsByWhatBecameOfThem() throws Exception {
    String labels = "{caller=\"host.calls\",method=\"Echo\",outcome=\"ok\",service=\"b.v1.b\"";
    assertThat(ofSocket().lines())
        .contains(
            "# TYPE parigot_call_duration_seconds histogram",
            "parigot_call_duration_seconds_count" + labels + "} 7",
            "parigot_call_duration_seconds_bucket" + labels + ",le=\"+Inf\"} 7",
            "parigot_call_duration_seconds_bucket" + labels + ",le=\"1.048576\"} 7",
            "parigot_call_duration_seconds_count"
                + labels.replace("Echo", "Fail").replace("ok", "error")
                + "} 1",
            "parigot_guest_restarts_total{guest=\"b\"} 0.0",
            "parigot_guest_launched{guest=\"b\"} 1.0");
  }

  @Test
  void thePortTellsTheSameToWhoReachesIt() throws Exception {
    HttpResponse<String> response = scraped("/metrics", "text/plain;version=0.0.4");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(response.body().lines().filter(line -> line.startsWith("# TYPE")))
        .containsExactlyElementsOf(
            ofSocket().lines().filter(line -> line.startsWith("# TYPE")).toList());
  }

  @Test
  void whoAcceptsOpenMetricsGetsThat() throws Exception {
    HttpResponse<String> response =
        scraped("/metrics", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");
    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(response.body()).contains("# UNIT parigot_call_duration_seconds seconds");
    assertThat(response.body()).endsWith("# EOF\n");
  }

  @Test
  void thePortHasNothingElse() throws Exception {
    assertThat(scraped("/v1/application", "*/*").statusCode()).isEqualTo(404);
    HttpRequest post =
        HttpRequest.newBuilder(port).POST(HttpRequest.BodyPublishers.ofString("x")).build();
    assertThat(CLIENT.send(post, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void whoConnectsToThePortAndSaysNothingIsCutOff() throws Exception {
    try (Socket silent = new Socket(port.getHost(), port.getPort())) {
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void prometheusesOwnParserAcceptsThem(@TempDir Path folder) throws Exception {
    Path metrics = Files.writeString(folder.resolve("metrics"), ofSocket());
    Process promtool;
    try {
      promtool =
          new ProcessBuilder("promtool", "check", "metrics")
              .redirectErrorStream(true)
              .redirectInput(metrics.toFile())
              .start();
    } catch (IOException e) {
      abort("promtool, of the package prometheus, is not installed");
      return;
    }
    try (InputStream said = promtool.getInputStream()) {
      String complaints = new String(said.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(promtool.waitFor()).as(complaints).isZero();
      assertThat(complaints).isEmpty();
    }
  }

  @Test
  void aPortThatIsTakenIsSaidAtTheStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () ->
                  launched(
                      guest("b", "register b", "launch")
                          + "parigot.metrics.port = "
                          + taken.getLocalPort()))
          .isInstanceOf(StartException.class)
          .hasMessageContaining(
              "parigot.metrics cannot open port %d on 127.0.0.1: Address already in use"
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void aMistakeInTheSettingsIsSaid() {
    String guest = guest("b", "register b", "launch");
    assertThatThrownBy(() -> launched(guest + "parigot.metrics.port = many"))
        .hasStackTraceContaining("parigot.metrics.port must be a whole number");
    assertThatThrownBy(() -> launched(guest + "parigot.metrics.prot = 1"))
        .hasStackTraceContaining("parigot.metrics.prot is no setting; did you mean port?");
  }
}
