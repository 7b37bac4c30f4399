package httpsimple;

import static org.assertj.core.api.Assertions.assertThat;

import http.v1.GetRequest;
import http.v1.Http;
import http.v1.HttpRequest;
import http.v1.HttpResponse;
import http.v1.PutRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.guest.TestGuest;

/** Tests the guest as the plain Java that it is. */
class SimpleTest {
  private final TestGuest test = TestGuest.open().provide(Simple.router().service());
  private final Http simple = Http.client(test.guest());

  @AfterEach
  void end() {
    test.close();
  }

  @ParameterizedTest
  @CsvSource({"/, 200", "/?a=b, 200", "/other, 404", "/other?/, 404"})
  void onePageMayBeRead(String url, int status) {
    HttpRequest request = HttpRequest.newBuilder().setUrl(url).build();
    GetRequest get = GetRequest.newBuilder().setRequest(request).build();
    HttpResponse response = test.await(simple.get(get)).getResponse();
    assertThat(response.getStatusCode()).isEqualTo(status);
  }

  @Test
  void nothingMayBePut() {
    HttpRequest request = HttpRequest.newBuilder().setUrl("/").build();
    PutRequest put = PutRequest.newBuilder().setRequest(request).build();
    HttpResponse response = test.await(simple.put(put)).getResponse();
    assertThat(response.getStatusCode()).isEqualTo(405);
    assertThat(response.getHeaderMap()).containsEntry("Allow", "GET, HEAD, OPTIONS, POST");
  }
}
