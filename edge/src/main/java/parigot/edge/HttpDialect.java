package parigot.edge;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import java.util.Optional;

/** How a client that speaks HTTP writes a request, and wants its answer written. */
interface HttpDialect {
  /** A request cannot be read. */
  final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient Failure failure;

    UnreadableException(Failure failure) {
      super(failure.message());
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }

  /**
   * The request.
   *
   * @param body as it came, without its compression
   */
  Optional<Any> request(OpenMethod method, ByteString body) throws UnreadableException;

  /** A response of these bytes, which may be no such message. */
  Reply response(OpenMethod method, ByteString bytes);

  /** There is no response. */
  Reply failure(Failure failure);

  /** What the answer of a service is written as. */
  default Reply reply(OpenMethod method, Answer answer) {
    return answer instanceof Answer.Response response
        ? response(method, response.bytes())
        : failure(((Answer.Failed) answer).failure());
  }
}
