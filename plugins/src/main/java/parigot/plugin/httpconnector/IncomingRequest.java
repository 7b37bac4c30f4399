package parigot.plugin.httpconnector;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import http.v1.host.ConnectRequest;
import http.v1.host.DeleteRequest;
import http.v1.host.GetRequest;
import http.v1.host.HeadRequest;
import http.v1.host.HttpRequest;
import http.v1.host.OptionsRequest;
import http.v1.host.PatchRequest;
import http.v1.host.PostRequest;
import http.v1.host.PutRequest;
import http.v1.host.TraceRequest;
import httpconnector.v1.host.HandleRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import parigot.plugin.CallOptions;
import parigot.plugin.TraceParent;

/** A request from outside as a guest is given it. */
final class IncomingRequest {
  private static final Map<String, Function<HttpRequest, Message>> VERBS =
      Map.of(
          "GET", request -> GetRequest.newBuilder().setRequest(request).build(),
          "POST", request -> PostRequest.newBuilder().setRequest(request).build(),
          "PUT", request -> PutRequest.newBuilder().setRequest(request).build(),
          "DELETE", request -> DeleteRequest.newBuilder().setRequest(request).build(),
          "HEAD", request -> HeadRequest.newBuilder().setRequest(request).build(),
          "OPTIONS", request -> OptionsRequest.newBuilder().setRequest(request).build(),
          "PATCH", request -> PatchRequest.newBuilder().setRequest(request).build(),
          "CONNECT", request -> ConnectRequest.newBuilder().setRequest(request).build(),
          "TRACE", request -> TraceRequest.newBuilder().setRequest(request).build());

  /** What a header Allow says. */
  static final String ALLOWED = "CONNECT, DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, TRACE";

  private IncomingRequest() {}

  /** Whether {@code http.v1} has a message for the verb. */
  static boolean isServed(String verb) {
    return VERBS.containsKey(verb);
  }

  /** Of which trace it is a part. */
  static CallOptions trace(HttpFields headers) {
    String parent = headers.get(TraceParent.HEADER);
    if (parent == null) {
      return CallOptions.NONE;
    }
    String state = String.join(",", headers.getValuesList(TraceParent.STATE_HEADER));
    return CallOptions.NONE.withTrace(new TraceParent(parent, state));
  }

  /** How many characters its target and its headers have. */
  static int characters(Request request) {
    int characters = url(request).length();
    for (HttpField field : request.getHeaders()) {
      characters += field.getName().length();
      characters += field.getValue() == null ? 0 : field.getValue().length();
    }
    return characters;
  }

  /** The request of {@code Handle}, once the body and the trailers have come. */
  static HandleRequest of(Request request, ByteString body) {
    HttpRequest.Builder http =
        HttpRequest.newBuilder()
            .setUrl(url(request))
            .putAllHeader(fields(request.getHeaders()))
            .setBody(body);
    Optional.ofNullable(request.getTrailers())
        .ifPresent(trailers -> http.putAllTrailer(fields(trailers)));
    return HandleRequest.newBuilder()
        .setHttpMethod(request.getMethod())
        .setUrl(http.getUrl())
        .setReqAny(Any.pack(VERBS.get(request.getMethod()).apply(http.build())))
        .build();
  }

  /**
   * The path with its query, undecoded; {@code *} as it is; what CONNECT has instead of a path, a
   * host and a port.
   */
  static String url(Request request) {
    HttpURI uri = request.getHttpURI();
    if (request.getMethod().equals("CONNECT")) {
      return Optional.ofNullable(uri.getAuthority()).orElseGet(uri::asString);
    }
    String path = Optional.ofNullable(uri.getPath()).filter(text -> !text.isEmpty()).orElse("/");
    return uri.getQuery() == null ? path : path + "?" + uri.getQuery();
  }

  /** Sorted, so that the same request is the same message. */
  private static Map<String, String> fields(HttpFields fields) {
    Map<String, String> result = new TreeMap<>();
    for (HttpField field : fields) {
      String name = canonical(field.getName());
      // The first is the address of this server, the second has been taken off with the encoding.
      if (!name.equals("Host") && !name.equals("Transfer-Encoding")) {
        String separator = name.equals("Cookie") ? "; " : ", ";
        String value = field.getValue() == null ? "" : Utf8.fromTheWire(field.getValue());
        result.merge(name, value, (before, next) -> before + separator + next);
      }
    }
    return result;
  }

  /** Each word begins with a capital, and the rest is small: {@code X-Request-Id}. */
  private static String canonical(String name) {
    StringBuilder result = new StringBuilder(name.toLowerCase(Locale.ROOT));
    boolean first = true;
    for (int i = 0; i < result.length(); i++) {
      char c = result.charAt(i);
      if (first) {
        result.setCharAt(i, c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
      }
      first = c == '-';
    }
    return result.toString();
  }
}
