package boutique;

import http.v1.GetRequest;
import http.v1.HeaderLine;
import http.v1.Http;
import http.v1.HttpRequest;
import http.v1.HttpResponse;
import http.v1.PostRequest;
import parigot.guest.Future;
import parigot.message.Bytes;

/** One who looks at the front, at a product, takes some, looks into the cart, and orders. */
final class Shopper {
  private static final String[] WANTED = {"tea", "pen", "socks", "map", "cups"};
  private static final String ORDER =
      "name=A+Shopper&street=1+Road&town=Lyon&country=FR&card=4111111111111111&month=12&year=2099";

  private final Http shop;
  private final int number;
  private String cookie = "";
  private int step;

  Shopper(Http shop, int number) {
    this.shop = shop;
    this.number = number;
  }

  /** Asks for the next page; whether it came. */
  Future<Boolean> next() {
    int now = step++;
    String product = WANTED[(number + now / 5) % WANTED.length];
    return switch (now % 5) {
      case 0 -> get("/");
      case 1 -> get("/product/" + product);
      case 2 -> post("/cart", "product=" + product + "&count=2");
      case 3 -> get("/cart");
      default -> post("/checkout", ORDER);
    };
  }

  private Future<Boolean> get(String url) {
    HttpRequest request = request(url, "");
    return shop.get(GetRequest.newBuilder().setRequest(request).build())
        .map(answer -> seen(answer.getResponse()));
  }

  private Future<Boolean> post(String url, String form) {
    HttpRequest request = request(url, form);
    return shop.post(PostRequest.newBuilder().setRequest(request).build())
        .map(answer -> seen(answer.getResponse()));
  }

  private HttpRequest request(String url, String form) {
    HttpRequest.Builder request = HttpRequest.newBuilder().setUrl(url).setBody(Bytes.utf8(form));
    if (!cookie.isEmpty()) {
      request.putHeader("Cookie", cookie);
    }
    return request.build();
  }

  private boolean seen(HttpResponse response) {
    response.getHeaderMap().forEach((name, value) -> remember(name, value));
    for (HeaderLine line : response.getHeaderLineList()) {
      remember(line.getName(), line.getValue());
    }
    return response.getStatusCode() == 200 || response.getStatusCode() == 303;
  }

  private void remember(String name, String value) {
    if (name.equalsIgnoreCase("Set-Cookie")) {
      cookie = value.substring(0, value.indexOf(';'));
    }
  }
}
