package parigot.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import com.google.protobuf.util.JsonFormat;
import com.typesafe.config.ConfigFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.inspect.InspectionException;
import parigot.inspect.RecentLines;
import parigot.inspect.RunningApplication;
import parigot.v1.host.ApplicationReport;
import parigot.v1.host.ApplicationReports;
import parigot.v1.host.CallsReport;
import parigot.v1.host.FailuresReport;
import parigot.v1.host.GuestReport;
import parigot.v1.host.LogLine;
import parigot.v1.host.RestartReport;
import parigot.v1.host.TopCalls;
import parigot.v1.host.TopReport;

/** Who sees the console, and what the page is told. */
@Timeout(60)
class ConsoleTest {
  private static final Path MODULE =
      Path.of("../actors/src/test/resources/guests/reactor.wasm").toAbsolutePath().normalize();

  private static Application application;

  private final HttpClient browser = HttpClient.newHttpClient();
  private Console console;

  @BeforeAll
  static void twoGuestsOfWhichOneRequiresTheOther() throws Exception {
    RecentLines.OF_PROCESS.begin();
    application =
        Parigot.start(
            ConfigFactory.parseString(
                """
                parigot {
                  cache-dir = target/compiled-guests
                  guests {
                    bottom { wasm = "%1$s", args = [
                      "register bottom", "export b.v1 b", "bind Echo echo", "bind Fail error 4", "launch"] }
                    top { wasm = "%1$s", args = ["register top", "require b.v1 b", "launch"] }
                  }
                }
                """
                    .formatted(MODULE)));
    application.launched().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterAll
  static void end() {
    application.close();
  }

  @BeforeEach
  void open() throws Exception {
    console = Console.open(0, "parigot", ConsoleTest::ours);
  }

  @AfterEach
  void close() {
    console.close();
  }

  private static List<RunningApplication> ours() throws InspectionException {
    return RunningApplication.all().stream()
        .filter(each -> each.report().getProcess() == ProcessHandle.current().pid())
        .toList();
  }

  /** The page, without the token. */
  private URI page() {
    return URI.create(console.address().toString().replaceFirst("\\?.*", ""));
  }

  private HttpResponse<String> get(URI address, String... headers) throws Exception {
    return send("GET", address, headers);
  }

  private HttpResponse<String> send(String method, URI address, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return browser.send(request.build(), BodyHandlers.ofString());
  }

  /** Opens the page, and gives the cookie for what follows. */
  private String cookie() throws Exception {
    return get(console.address())
        .headers()
        .firstValue("Set-Cookie")
        .map(value -> value.replaceFirst(";.*", ""))
        .orElseThrow();
  }

  @Test
  void theFirstBrowserThatOpensTheAddressSeesThePageAndHasACookie() throws Exception {
    HttpResponse<String> page = get(console.address());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).startsWith("<!doctype html>");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self';");
    assertThat(page.headers().firstValue("Set-Cookie").orElseThrow())
        .endsWith("; Path=" + page().getPath() + "; HttpOnly; SameSite=Strict");
  }

  @Test
  void theTokenServesOnce() throws Exception {
    String cookie = cookie();

    HttpResponse<String> again = get(console.address());

    assertThat(again.statusCode()).isEqualTo(403);
    assertThat(again.body()).startsWith("This address was opened before, and is for one browser.");
    assertThat(get(console.address(), "Cookie", cookie).statusCode()).isEqualTo(200);
    assertThat(get(page(), "Cookie", "other=1; " + cookie).statusCode()).isEqualTo(200);
  }

  @Test
  void nothingIsToldWithoutTheCookie() throws Exception {
    for (String path : List.of("", "console.js", "api/application", "api/log", "?token=guessed")) {
      HttpResponse<String> refused = get(page().resolve(path));
      assertThat(refused.statusCode()).as(path).isEqualTo(403);
      assertThat(refused.body()).as(path).doesNotContain("bottom");
    }
    assertThat(get(page().resolve("/")).statusCode()).isEqualTo(404);
    assertThat(get(page().resolve("/api/application")).statusCode()).isEqualTo(404);
    String wrong = cookie().replaceFirst("=.*", "=wrong");
    assertThat(get(page().resolve("api/application"), "Cookie", wrong).statusCode()).isEqualTo(403);
  }

  @Test
  void aPageOfAnotherOriginGetsNothing() throws Exception {
    String cookie = cookie();
    URI restart = page().resolve("api/guests/bottom/restart");

    assertThat(send("POST", restart, "Cookie", cookie).statusCode()).isEqualTo(403);
    for (String origin : List.of("http://127.0.0.1:1", "http://evil.example", "null")) {
      assertThat(send("POST", restart, "Cookie", cookie, "Origin", origin).statusCode())
          .as(origin)
          .isEqualTo(403);
      assertThat(get(page().resolve("api/calls"), "Cookie", cookie, "Origin", origin).statusCode())
          .as(origin)
          .isEqualTo(403);
    }
  }

  @Test
  void aNameThatLeadsHereIsRefused() throws Exception {
    String request =
        "GET %s HTTP/1.1\r\nHost: evil.example:%d\r\nConnection: close\r\nCookie: %s\r\n\r\n"
            .formatted(page().getPath(), page().getPort(), cookie());
    try (Socket socket =
        new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), page().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 421 ");
    }
  }

  @Test
  void onlyThisMachineReachesIt() throws Exception {
    Optional<InetAddress> other =
        Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
            .flatMap(each -> Collections.list(each.getInetAddresses()).stream())
            .filter(address -> !address.isLoopbackAddress())
            .findFirst();
    assumeTrue(other.isPresent(), "it has no other address");

    assertThatThrownBy(() -> new Socket(other.orElseThrow(), page().getPort()).close())
        .isInstanceOf(IOException.class);
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    assertThatThrownBy(() -> Console.open(page().getPort(), "parigot", ConsoleTest::ours).close())
        .isInstanceOf(BindException.class);
  }

  private <M extends Message.Builder> M asked(String path, M answer) throws Exception {
    HttpResponse<String> response = get(page().resolve(path), "Cookie", cookie());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonFormat.parser().merge(response.body(), answer);
    return answer;
  }

  @Test
  void thePageIsToldHowTheApplicationStands() throws Exception {
    ApplicationReports reports = asked("api/application", ApplicationReports.newBuilder()).build();

    assertThat(reports.getApplicationsList())
        .singleElement()
        .extracting(ApplicationReport::getState)
        .isEqualTo("running");
    GuestReport bottom = reports.getApplications(0).getGuests(0);
    GuestReport top = reports.getApplications(0).getGuests(1);
    assertThat(bottom.getExportsList()).containsExactly("b.v1.b");
    assertThat(bottom.getLevel()).isEqualTo(1);
    assertThat(top.getRequiresList()).containsExactly("b.v1.b");
    assertThat(top.getLevel()).isEqualTo(2);
  }

  @Test
  void thePageIsToldWhichCallsWait() throws Exception {
    assertThat(asked("api/calls", CallsReport.newBuilder()).getOpen()).isZero();
  }

  @Test
  void thePageIsToldWhatWasCalledInTheLastSecondsAndWhatHasFailed() throws Exception {
    String cookie = cookie();
    call("Echo");
    TopReport first = TopReport.getDefaultInstance();
    for (int asked = 0; asked < 2; asked++) {
      TopReport.Builder told = TopReport.newBuilder();
      merge(get(page().resolve("api/traffic"), "Cookie", cookie), told);
      first = asked == 0 ? told.build() : first;
      if (asked == 1) {
        // Since the first time that it was asked, and not since the start.
        assertThat(told.getSeconds()).isLessThan(first.getSeconds());
        assertThat(told.getCallsList()).extracting(TopCalls::getCount).containsExactly(1L);
        assertThat(told.getCalls(0).getErrors()).isOne();
      }
      assertThatThrownBy(() -> call("Fail")).hasMessageContaining("4");
    }
    assertThat(first.getCallsList()).extracting(TopCalls::getMethod).contains("Echo");
    FailuresReport.Builder failures = FailuresReport.newBuilder();
    merge(get(page().resolve("api/failures"), "Cookie", cookie), failures);
    assertThat(failures.getFailures(0).getMethod()).isEqualTo("Fail");
    assertThat(failures.getFailures(0).getCallee()).isEqualTo("bottom");
  }

  private static void call(String method) throws Exception {
    application
        .call("b.v1", "b", method, StringValue.of("x"), StringValue.class)
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static void merge(HttpResponse<String> response, Message.Builder answer)
      throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonFormat.parser().merge(response.body(), answer);
  }

  @Test
  void aGuestIsRestartedFromThePage() throws Exception {
    String cookie = cookie();
    String origin = page().toString().replaceFirst("(//[^/]*)/.*", "$1");
    Map<String, Integer> expected = Map.of("bottom", 200, "none", 502);
    for (Map.Entry<String, Integer> guest : expected.entrySet()) {
      HttpResponse<String> response =
          send(
              "POST",
              page().resolve("api/guests/%s/restart".formatted(guest.getKey())),
              "Cookie",
              cookie,
              "Origin",
              origin);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(guest.getValue());
      if (guest.getKey().equals("none")) {
        assertThat(response.body()).isEqualTo("{\"error\":\"There is no guest none.\"}");
      } else {
        RestartReport.Builder report = RestartReport.newBuilder();
        JsonFormat.parser().merge(response.body(), report);
        assertThat(report.getGuest()).isEqualTo("bottom");
      }
    }
  }

  private static RecentLines.Said said(String guest, String level, String message) {
    return new RecentLines.Said(Instant.now(), guest, List.of(), level, "", message, "");
  }

  @Test
  void theLogIsFollowed() throws Exception {
    String cookie = cookie();
    HttpRequest request =
        HttpRequest.newBuilder(page().resolve("api/log?guest=top"))
            .header("Cookie", cookie)
            .build();
    try (InputStream in = browser.send(request, BodyHandlers.ofInputStream()).body();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      RecentLines.OF_PROCESS.add(said("bottom", "INFO", "of no interest"));
      RecentLines.OF_PROCESS.add(said("top", "WARN", "it is so"));
      String line;
      do {
        line = lines.readLine();
      } while (line.isEmpty());
      LogLine.Builder told = LogLine.newBuilder();
      JsonFormat.parser().merge(line, told);
      assertThat(told.getGuest()).isEqualTo("top");
      assertThat(told.getMessage()).isEqualTo("it is so");
    }
  }

  @Test
  void anApplicationThatHasEndedIsToldAsNone() throws Exception {
    try (Console gone = Console.open(0, "gone", ConsoleTest::ours)) {
      console.close();
      console = gone;
      String cookie = cookie();
      assertThat(get(page().resolve("api/application"), "Cookie", cookie).body())
          .isEqualTo("{\"applications\":[]}");
      HttpResponse<String> log = get(page().resolve("api/log"), "Cookie", cookie);
      assertThat(log.statusCode()).isEqualTo(502);
      assertThat(log.body()).isEqualTo("{\"error\":\"gone has ended.\"}");
    }
  }

  /** It has to work where there is no network. */
  @Test
  void thePageRefersToNothingFromOutside() {
    Page page = new Page();
    for (String name : Page.NAMES) {
      assertThat(page.file(name).orElseThrow().content())
          .as(name)
          .doesNotContainPattern("(src|href)=[\"']?(https?:)?//|@import|url\\([\"']?http");
    }
    assertThat(Stream.of("..", "index.htm", "../page/index.html"))
        .allMatch(name -> page.file(name).isEmpty());
  }
}
