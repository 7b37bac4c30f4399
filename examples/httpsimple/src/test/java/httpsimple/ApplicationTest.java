package httpsimple;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;
import static parigot.runtime.settings.GuestSettings.Engine.WASM;
import static parigot.testkit.Spread.NODES;
import static parigot.testkit.Spread.ONE_PROCESS;
import static parigot.testkit.Spread.PROCESSES;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.testkit.WithApplication;

/** Runs the modules in one process and on three nodes, and asks them over HTTP. */
@Timeout(60)
@ClassTemplate
@ExtendWith(FreePort.class)
@WithApplication(
    value = "application.conf",
    config = "parigot.plugins.httpconnector.port = ${?" + FreePort.PROPERTY + "}",
    engines = {WASM, JVM},
    placement = "nodes.conf",
    spread = {ONE_PROCESS, NODES, PROCESSES})
class ApplicationTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static HttpResponse<String> ask(String verb, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + FreePort.number() + path))
            .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  @Test
  void thePageMayBeRead() throws Exception {
    HttpResponse<String> response = ask("GET", "/", "");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("hello from a guest\n");
    assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
    assertThat(ask("GET", "/nothing", "").statusCode()).isEqualTo(404);
    assertThat(ask("HEAD", "/", "").headers().firstValue("content-length")).hasValue("19");
  }

  @Test
  void whatIsPostedComesBack() throws Exception {
    String large = "x".repeat(1000) + "ü";
    assertThat(ask("POST", "/", large).body()).isEqualTo(large);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "TRACE"})
  void otherVerbsAreAnsweredByTheGuest(String verb) throws Exception {
    HttpResponse<String> response = ask(verb, "/", "");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.body()).isEqualTo(verb + " is not for this page.\n");
    assertThat(response.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS, POST");
  }

  @Test
  void optionsAreTold() throws Exception {
    HttpResponse<String> response = ask("OPTIONS", "/", "");
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS, POST");
  }

  @Test
  void aVerbThatNobodyKnowsIsAnsweredByTheServer() throws Exception {
    assertThat(ask("BREW", "/", "").statusCode()).isEqualTo(405);
  }

  @Test
  void aBodyOverTheLimitIsRefused() throws Exception {
    assertThat(ask("POST", "/", "x".repeat(1024 * 1024)).statusCode()).isEqualTo(413);
  }
}
