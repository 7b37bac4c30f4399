package httpsimple;

import static org.assertj.core.api.Assertions.assertThat;

import http.v1.GetRequest;
import http.v1.Http;
import http.v1.HttpRequest;
import http.v1.HttpResponse;
import http.v1.PutRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the guest as the plain Java that it is. */
class SimpleTest {
  private final Http simple = new Simple();

  @ParameterizedTest
  @CsvSource({"/, 200", "/?a=b, 200", "/other, 404", "/other?/, 404"})
  void onePageMayBeRead(String url, int status) {
    HttpRequest request = HttpRequest.newBuilder().setUrl(url).build();
    HttpResponse response =
        simple.get(GetRequest.newBuilder().setRequest(request).build()).value().getResponse();
    assertThat(response.getStatusCode()).isEqualTo(status);
  }

  @Test
  void nothingMayBePut() {
    HttpResponse response = simple.put(PutRequest.getDefaultInstance()).value().getResponse();
    assertThat(response.getStatusCode()).isEqualTo(405);
    assertThat(response.getHeaderMap()).containsEntry("Allow", "GET, HEAD, OPTIONS, POST");
  }
}
