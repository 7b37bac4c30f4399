package @name@;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import parigot.actors.Application;
import parigot.testkit.WithApplication;

/** Tests the whole application over HTTP: the guests as WebAssembly, in a kernel. */
class ApplicationTest {
  private static final int PORT = 9001;

  @Test
  @WithApplication(
      value = "application.conf",
      config = "parigot.plugins.httpconnector.port = " + PORT)
  void thePageMayBeRead(Application application) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/")).build(),
                BodyHandlers.ofString());
    assertEquals(200, response.statusCode());
    assertEquals("@name@ is running\n", response.body());
  }
}
