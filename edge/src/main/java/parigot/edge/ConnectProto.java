package parigot.edge;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import java.util.Optional;

/** The Connect protocol's unary calls with binary messages, which are not read. */
final class ConnectProto implements HttpDialect {
  static final String TYPE = "application/proto";

  @Override
  public Optional<Any> request(OpenMethod method, ByteString body) {
    return method.method().request(body);
  }

  @Override
  public Reply response(OpenMethod method, ByteString bytes) {
    return Reply.of(200, TYPE, bytes);
  }

  @Override
  public Reply failure(Failure failure) {
    return ConnectErrors.reply(failure);
  }
}
