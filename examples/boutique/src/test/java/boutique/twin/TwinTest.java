package boutique.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.runtime.settings.GuestSettings.Engine.JVM;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import http.v1.host.GetRequest;
import http.v1.host.GetResponse;
import http.v1.host.HttpRequest;
import http.v1.host.HttpResponse;
import http.v1.host.PostRequest;
import http.v1.host.PostResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parigot.actors.Application;
import parigot.testkit.WithApplication;

/** That what is measured beside the boutique is the same shop. */
@Timeout(120)
@Tag("once")
class TwinTest {
  private static final int MOST_WALKS = 20;

  /** Of pages from which nothing was left out. */
  private static final List<String> WHOLE =
      List.of("<option>GBP", "300.14 GBP", "Others liked", "<footer>…", "ROAD-…");

  private static final String ORDER = "name=A&street=B&town=C&month=12&year=2099";
  private static final String CARD = "&card=4111111111111111";

  /** What chance decides: who a shopper is, which ad is shown, what a parcel is called. */
  private static final Pattern CHANCE =
      Pattern.compile("shopper=[0-9a-f]+|(?<=<footer>).*(?=</footer>)|(?<=ROAD-)[0-9]{9}");

  private static final Pattern COOKIE = Pattern.compile("(?m)^set-cookie: ([^;\n]*)");

  /** A shop, as who hands it requests sees it. */
  private interface Shop {
    HttpResponse get(HttpRequest request);

    HttpResponse post(HttpRequest request);
  }

  private record OfGuests(Application application) implements Shop {
    @Override
    public HttpResponse get(HttpRequest request) {
      return application
          .call(
              "http.v1",
              "http",
              "Get",
              GetRequest.newBuilder().setRequest(request).build(),
              GetResponse.class)
          .toCompletableFuture()
          .join()
          .getResponse();
    }

    @Override
    public HttpResponse post(HttpRequest request) {
      return application
          .call(
              "http.v1",
              "http",
              "Post",
              PostRequest.newBuilder().setRequest(request).build(),
              PostResponse.class)
          .toCompletableFuture()
          .join()
          .getResponse();
    }
  }

  private record OfProcesses(ManagedChannel channel) implements Shop {
    private ByteString call(String method, ByteString request) {
      return ClientCalls.blockingUnaryCall(
          channel, Wire.method("http.v1.http", method), CallOptions.DEFAULT, request);
    }

    @Override
    public HttpResponse get(HttpRequest request) {
      ByteString bytes = GetRequest.newBuilder().setRequest(request).build().toByteString();
      try {
        return GetResponse.parseFrom(call("Get", bytes)).getResponse();
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public HttpResponse post(HttpRequest request) {
      ByteString bytes = PostRequest.newBuilder().setRequest(request).build().toByteString();
      try {
        return PostResponse.parseFrom(call("Post", bytes)).getResponse();
      } catch (InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** One shopper's way through a shop, and all that was shown. */
  private static final class Visitor {
    private final Shop shop;
    private final List<String> seen = new ArrayList<>();
    private final List<String> cookies = new ArrayList<>();

    Visitor(Shop shop) {
      this.shop = shop;
    }

    private HttpRequest request(String url, String form) {
      return HttpRequest.newBuilder()
          .setUrl(url)
          .putHeader("Cookie", String.join("; ", cookies))
          .setBody(ByteString.copyFromUtf8(form))
          .build();
    }

    void get(String url) {
      see(shop.get(request(url, "")));
    }

    void post(String url, String form) {
      see(shop.post(request(url, form)));
    }

    private void see(HttpResponse response) {
      StringBuilder page = new StringBuilder().append(response.getStatusCode()).append('\n');
      response.getHeaderMap().forEach((name, value) -> page.append(header(name, value)));
      response
          .getHeaderLineList()
          .forEach(line -> page.append(header(line.getName(), line.getValue())));
      Matcher cookie = COOKIE.matcher(page);
      while (cookie.find()) {
        cookies.add(cookie.group(1));
      }
      page.append(response.getBody().toStringUtf8());
      seen.add(CHANCE.matcher(page).replaceAll("…"));
    }

    private static String header(String name, String value) {
      return name.toLowerCase(Locale.ROOT) + ": " + value + "\n";
    }

    List<String> walk() {
      get("/");
      get("/?q=SMOKY");
      get("/product/boots");
      get("/product/hat");
      get("/nowhere");
      get("/cart");
      post("/currency", "currency=GBP");
      post("/cart", "product=kettle&count=10");
      post("/cart", "product=kettle&count=99");
      post("/cart", "product=tea&count=many");
      post("/checkout", ORDER + "&country=FR&card=1234");
      post("/checkout", ORDER + CARD + "&country=XX");
      post("/checkout", ORDER + CARD + "&country=FR");
      post("/checkout", ORDER + CARD + "&country=FR");
      return seen;
    }
  }

  /**
   * Walks through a shop until nothing is missing: what is late is left out of a page, and on a
   * machine that has just begun to run it everything is.
   *
   * @param isWhole whether nothing is
   */
  private static List<String> walk(Shop shop, Predicate<List<String>> isWhole) {
    List<String> pages = new Visitor(shop).walk();
    for (int again = 1; again < MOST_WALKS && !isWhole.test(pages); again++) {
      pages = new Visitor(shop).walk();
    }
    return pages;
  }

  @Test
  @WithApplication(
      value = "application.conf",
      config = "parigot.plugins.httpconnector.port = 0",
      engines = JVM,
      timeoutSeconds = 60)
  void processesOverGrpcAnswerTheSamePagesAsTheGuests(Application application) throws IOException {
    List<String> ofGuests =
        walk(
            new OfGuests(application),
            pages -> WHOLE.stream().allMatch(part -> pages.toString().contains(part)));
    assertThat(ofGuests.toString()).contains(WHOLE);
    try (Twin twin = Twin.open(Path.of("target/guests"))) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress(Wire.loopback(twin.endpoint("http.v1.http").port()))
              .usePlaintext()
              .build();
      try {
        assertThat(walk(new OfProcesses(channel), ofGuests::equals))
            .containsExactlyElementsOf(ofGuests);
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
