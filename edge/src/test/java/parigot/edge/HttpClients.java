package parigot.edge;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import parigot.runtime.testing.Within;

/** The JDK's own client of HTTP. */
final class HttpClients {
  /** What came back. */
  record Got(int status, HttpResponse<byte[]> response) {
    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    JsonObject json() {
      return JsonParser.parseString(text()).getAsJsonObject();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  HttpClients(int port) {
    this.port = port;
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Within.LIMIT);
  }

  /** A call of {@code trial.v1.Trial} in JSON. */
  Got json(String method, String body) {
    return json(method, body, Optional.empty());
  }

  Got json(String method, String body, Optional<String> origin) {
    HttpRequest.Builder request =
        to("/trial.v1.Trial/" + method)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    origin.ifPresent(page -> request.header("origin", page));
    return send(request);
  }

  Got send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Got(response.statusCode(), response);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
