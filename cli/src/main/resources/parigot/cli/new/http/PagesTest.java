package @name@;

import static org.junit.jupiter.api.Assertions.assertEquals;

import http.v1.GetRequest;
import http.v1.HttpRequest;
import http.v1.HttpResponse;
import http.v1.PutRequest;
import org.junit.jupiter.api.Test;

/** Tests the pages as plain Java: no WebAssembly, no kernel, no HTTP. */
class @Name@PagesTest {
  private static HttpResponse get(String url) {
    HttpRequest request = HttpRequest.newBuilder().setUrl(url).build();
    return new @Name@Pages()
        .get(GetRequest.newBuilder().setRequest(request).build())
        .value()
        .getResponse();
  }

  @Test
  void thereIsOnePage() {
    assertEquals(200, get("/?a=b").getStatusCode());
    assertEquals(404, get("/other").getStatusCode());
  }

  @Test
  void nothingMayBePut() {
    HttpResponse response =
        new @Name@Pages().put(PutRequest.getDefaultInstance()).value().getResponse();
    assertEquals(405, response.getStatusCode());
  }
}
