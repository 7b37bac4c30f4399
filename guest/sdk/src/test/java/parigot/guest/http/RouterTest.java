package parigot.guest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import http.v1.GetRequest;
import http.v1.HeaderLine;
import http.v1.Http;
import http.v1.HttpRequest;
import http.v1.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parigot.guest.Future;
import parigot.guest.ServiceException;
import parigot.guest.TestGuest;
import parigot.message.Bytes;
import stall.v1.OrderRequest;

/** Requests from outside and the handlers that they reach. */
class RouterTest {
  private final List<Request> seen = new ArrayList<>();

  private Future<Response> see(Request request) {
    seen.add(request);
    return Future.of(Response.ok());
  }

  private static HttpResponse ask(Router router, String verb, String url) {
    return ask(router, verb, HttpRequest.newBuilder().setUrl(url).build());
  }

  private static HttpResponse ask(Router router, String verb, HttpRequest request) {
    return router.handle(verb, request).value();
  }

  private Request seen(String pattern, String url) {
    Router router = new Router().get(pattern, this::see);
    assertThat(ask(router, "GET", url).getStatusCode()).as(url).isEqualTo(200);
    return seen.get(seen.size() - 1);
  }

  private Request seenWith(String header, String value) {
    Router router = new Router().get("/", this::see);
    ask(router, "GET", HttpRequest.newBuilder().setUrl("/").putHeader(header, value).build());
    return seen.get(0);
  }

  @Test
  void aPartInBracesIsAnyPart() {
    Request request = seen("/cart/{id}/line/{number}", "/cart/a%20b%2Fc/line/7?x=1");
    assertThat(request.parameter("id")).isEqualTo("a b/c");
    assertThat(request.parameter("number")).isEqualTo("7");
    assertThat(request.path()).isEqualTo("/cart/a%20b%2Fc/line/7");
    assertThat(request.verb()).isEqualTo("GET");
    assertThatThrownBy(() -> request.parameter("nope"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{nope}");
    assertThat(seen("/files/{path...}", "/files/a/b%20c/").parameter("path")).isEqualTo("a/b c/");
    assertThat(seen("/a+b", "/a+b").path()).isEqualTo("/a+b");
  }

  private Request sent(String form) {
    Router router = new Router().post("/", this::see);
    ask(router, "POST", HttpRequest.newBuilder().setUrl("/").setBody(Bytes.utf8(form)).build());
    return seen.get(seen.size() - 1);
  }

  @Test
  void theFieldsOfAFormAreRead() {
    Request request = sent("name=Ada+L%C3%B8velace&town=&count=1&count=2&odd%26=x");
    assertThat(request.form("name")).hasValue("Ada Løvelace");
    assertThat(request.form("town")).hasValue("");
    assertThat(request.form("count")).hasValue("1");
    assertThat(request.form("odd&")).hasValue("x");
    assertThat(request.form("none")).isEmpty();
    assertThat(sent("").form("name")).isEmpty();
    assertThatThrownBy(() -> sent("name=%zz").form("name"))
        .isInstanceOf(HttpException.class)
        .hasMessageContaining("The form cannot be read: A % stands before no two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/cart", "/cart/", "/cart/1/2", "/Cart/1", "/"})
  void whatNoPatternMatchesIsNotFound(String url) {
    HttpResponse response = ask(new Router().get("/cart/{id}", this::see), "GET", url);
    assertThat(response.getStatusCode()).isEqualTo(404);
    assertThat(response.getBody().toStringUtf8()).isEqualTo("There is no " + url + " here.\n");
  }

  @ParameterizedTest
  @CsvSource({"/cart/new, new", "/cart/1, id", "/cart/new/x, rest", "/cart, none", "/other, none"})
  void ofSeveralPatternsTheOneCountsThatSaysMore(String url, String expected) {
    Router router =
        new Router()
            .get("/{all...}", request -> Future.of(Response.ok().text("none")))
            .get("/cart/{rest...}", request -> Future.of(Response.ok().text("rest")))
            .get("/cart/{id}", request -> Future.of(Response.ok().text("id")))
            .get("/cart/new", request -> Future.of(Response.ok().text("new")));
    assertThat(ask(router, "GET", url).getBody().toStringUtf8()).isEqualTo(expected);
  }

  @Test
  void anotherVerbIsAnsweredWithThoseThatThereAre() {
    Router router =
        new Router().get("/a", this::see).delete("/a", this::see).post("/{b}", this::see);
    HttpResponse refused = ask(router, "PATCH", "/a");
    assertThat(refused.getStatusCode()).isEqualTo(405);
    assertThat(refused.getHeaderMap()).containsEntry("Allow", "DELETE, GET, HEAD, OPTIONS, POST");
    HttpResponse options = ask(router, "OPTIONS", "/a");
    assertThat(options.getStatusCode()).isEqualTo(204);
    assertThat(options.getHeaderMap()).containsEntry("Allow", "DELETE, GET, HEAD, OPTIONS, POST");
    assertThat(ask(router, "POST", "/a").getStatusCode()).isEqualTo(200);
    assertThat(ask(router, "HEAD", "/a").getStatusCode()).isEqualTo(200);
    assertThat(ask(router, "HEAD", "/b").getStatusCode()).isEqualTo(405);
    assertThat(seen.stream().map(Request::verb)).containsExactly("POST", "HEAD");
  }

  @Test
  void aQueryHasValuesByName() {
    Request request = seen("/", "/?a=1&b=x+y%26z&a=2&flag&=3&a=");
    assertThat(request.query("a")).hasValue("1");
    assertThat(request.queryAll("a")).containsExactly("1", "2", "");
    assertThat(request.query("b")).hasValue("x y&z");
    assertThat(request.query("flag")).hasValue("");
    assertThat(request.query("nope")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%", "/%4", "/%zz", "/?a=%C3", "/%ff"})
  void anEscapeThatIsNoneIsABadRequest(String url) {
    Router router = new Router().get("/{x}", this::see).get("/", this::see);
    assertThat(ask(router, "GET", url).getStatusCode()).isEqualTo(400);
  }

  @Test
  void headersAreFoundWhateverTheirCapitals() {
    Request request = seenWith("Accept-Language", "de, en");
    assertThat(request.header("accept-language")).hasValue("de, en");
    assertThat(request.header("Accept")).isEmpty();
    assertThat(request.cookie("a")).isEmpty();
  }

  @Test
  void cookiesAreReadAndSet() {
    Request request = seenWith("Cookie", "a=1; session=\"x=y\";b = 2 ; a=3");
    assertThat(request.cookie("a")).hasValue("1");
    assertThat(request.cookie("session")).hasValue("x=y");
    assertThat(request.cookie("b")).hasValue("2");
    assertThat(request.cookie("c")).isEmpty();

    Cookie kept = Cookie.of("id", "7").maxAge(Duration.ofHours(1)).path("/cart").secure();
    HttpResponse response =
        Response.ok().cookie(kept).cookie(Cookie.forget("old")).header("X", "1").message();
    assertThat(response.getHeaderMap()).containsOnlyKeys("X");
    assertThat(response.getHeaderLineList())
        .containsExactly(
            line("id=7; Path=/cart; HttpOnly; SameSite=Lax; Max-Age=3600; Secure"),
            line("old=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"));
    assertThatThrownBy(() -> Cookie.of("a", "1; Domain=x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static HeaderLine line(String value) {
    return HeaderLine.newBuilder().setName("Set-Cookie").setValue(value).build();
  }

  @Test
  void aHeaderIsSetOrAddedAndHasNoSecondLine() {
    Response response =
        Response.ok().text("a").header("content-type", "text/csv").addHeader("Link", "1");
    assertThat(response.headers("Content-Type")).containsExactly("text/csv");
    assertThat(response.addHeader("link", "2").headers("Link")).containsExactly("1", "2");
    assertThatThrownBy(() -> response.header("X", "a\r\nSet-Cookie: b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Response.seeOther("/there").message().getHeaderMap())
        .containsEntry("Location", "/there");
  }

  @Test
  void aBodyIsAMessageInJsonOrABadRequest() {
    Router router =
        new Router()
            .post(
                "/order",
                request -> {
                  OrderRequest order = request.json(OrderRequest.json());
                  String answer = order.toBuilder().setCount(order.getCount() + 1).build().toJson();
                  return Future.of(Response.of(201).json(answer));
                });
    HttpRequest.Builder request = HttpRequest.newBuilder().setUrl("/order");
    HttpResponse answer =
        ask(
            router,
            "POST",
            request.setBody(Bytes.utf8("{\"article\": \"pear\", \"count\": 2}")).build());
    assertThat(answer.getStatusCode()).isEqualTo(201);
    assertThat(answer.getHeaderMap()).containsEntry("Content-Type", "application/json");
    assertThat(answer.getBody().toStringUtf8()).isEqualTo("{\"article\":\"pear\",\"count\":3}");
    HttpResponse refused =
        ask(router, "POST", request.setBody(Bytes.utf8("{\"count\": \"many\"}")).build());
    assertThat(refused.getStatusCode()).isEqualTo(400);
    assertThat(refused.getBody().toStringUtf8()).isEqualTo("count: \"many\" is not a number.\n");
  }

  @Test
  void anErrorOfHttpIsAnAnswerAndAnyOtherFailsTheCall() {
    try (TestGuest test = TestGuest.open()) {
      test.provide(
          new Router()
              .get(
                  "/gone",
                  request -> {
                    throw new HttpException(410, "It is gone.");
                  })
              .get("/later", request -> Future.failed(new HttpException(503, "Not now.")))
              .get(
                  "/broken",
                  request -> {
                    throw new IllegalStateException("broken");
                  })
              .service());
      Http http = Http.client(test.guest());
      assertThat(test.await(http.get(get("/gone"))).getResponse().getStatusCode()).isEqualTo(410);
      HttpResponse later = test.await(http.get(get("/later"))).getResponse();
      assertThat(later.getBody().toStringUtf8()).isEqualTo("Not now.\n");
      assertThat(test.awaitError(http.get(get("/broken")))).isInstanceOf(ServiceException.class);
      assertThat(test.log())
          .containsExactly(
              "http ERROR http.v1.http.Get failed: java.lang.IllegalStateException: broken");
    }
  }

  private static GetRequest get(String url) {
    return GetRequest.newBuilder().setRequest(HttpRequest.newBuilder().setUrl(url)).build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cart | begins with no /",
        "/{a}/{a} | has a twice",
        "/{a...}/b | has {a...} before its end",
        "/x{a} | has braces that are not around a whole part",
        "/{} | has braces that are not around a whole part"
      })
  void aPatternThatIsNoneIsRefused(String pattern, String sentence) {
    assertThatThrownBy(() -> new Router().get(pattern, this::see))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the pattern " + pattern + " " + sentence);
  }

  @Test
  void aPathHasOneHandlerForAVerb() {
    Router router = new Router().get("/a/{b}", this::see).post("/a/{b}", this::see);
    assertThatThrownBy(() -> router.get("/a/{b}", this::see))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("GET /a/{b} has a handler already");
    assertThatThrownBy(() -> router.put("/a/{c}", this::see))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("/a/{c} matches the same paths as /a/{b}");
  }
}
