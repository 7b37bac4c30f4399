package parigot.edge;

import com.google.protobuf.ByteString;
import java.util.Map;

/**
 * What an HTTP client is answered.
 *
 * @param headers beside the type and the length of the body
 * @param contentType of the body; empty without one
 */
record Reply(int status, Map<String, String> headers, String contentType, ByteString body) {
  Reply {
    headers = Map.copyOf(headers);
  }

  /** One that has a body. */
  static Reply of(int status, String contentType, ByteString body) {
    return new Reply(status, Map.of(), contentType, body);
  }
}
