package httpsimple;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.actors.Application;
import parigot.actors.Parigot;
import parigot.runtime.settings.GuestSettings.Engine;

/** Runs the modules as the command line does, and asks them over HTTP. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class ApplicationTest {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static Application application;
  private static int port;
  private static Engine running;

  ApplicationTest(Engine engine) {
    assertThat(engine).isEqualTo(running);
  }

  @BeforeParameterizedClassInvocation
  static void start(Engine engine) throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Config config =
        ConfigFactory.parseString(
                "parigot { plugins.httpconnector.port = %d, guest-defaults.engine = %s }"
                    .formatted(port, engine.name().toLowerCase(Locale.ROOT)))
            .withFallback(ConfigFactory.parseFile(new File("application.conf")));
    running = engine;
    application = Parigot.start(ConfigFactory.load(config));
    application.launched().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    application.close();
  }

  private static HttpResponse<String> ask(String verb, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
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
