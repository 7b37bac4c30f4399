package @name@;

import static org.junit.jupiter.api.Assertions.assertEquals;

import http.v1.GetRequest;
import http.v1.Http;
import http.v1.HttpRequest;
import http.v1.HttpResponse;
import http.v1.PostRequest;
import http.v1.PutRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parigot.guest.TestGuest;
import parigot.message.Bytes;

/** Tests the pages as plain Java: no WebAssembly, no kernel, no HTTP. */
class @Name@PagesTest {
  private final TestGuest test = TestGuest.open().provide(@Name@Pages.router().service());
  private final Http pages = Http.client(test.guest());

  @AfterEach
  void end() {
    test.close();
  }

  private HttpResponse get(String url) {
    HttpRequest request = HttpRequest.newBuilder().setUrl(url).build();
    return test.await(pages.get(GetRequest.newBuilder().setRequest(request).build())).getResponse();
  }

  @Test
  void thereIsOnePage() {
    assertEquals(200, get("/?a=b").getStatusCode());
    assertEquals(404, get("/other").getStatusCode());
  }

  @Test
  void whatIsPostedComesBack() {
    HttpRequest request =
        HttpRequest.newBuilder().setUrl("/echo").setBody(Bytes.utf8("hello")).build();
    PostRequest post = PostRequest.newBuilder().setRequest(request).build();
    HttpResponse response = test.await(pages.post(post)).getResponse();
    assertEquals(Bytes.utf8("hello"), response.getBody());
  }

  @Test
  void nothingMayBePut() {
    HttpRequest request = HttpRequest.newBuilder().setUrl("/").build();
    PutRequest put = PutRequest.newBuilder().setRequest(request).build();
    assertEquals(405, test.await(pages.put(put)).getResponse().getStatusCode());
  }
}
