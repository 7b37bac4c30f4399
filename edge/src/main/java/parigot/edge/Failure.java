package parigot.edge;

import com.google.protobuf.Any;
import io.grpc.Status.Code;
import java.util.List;

/**
 * Why a client gets no response.
 *
 * @param message one sentence for a person
 * @param details for programs, as {@code google.rpc.Status} has them
 */
record Failure(Code code, String message, List<Any> details) {
  Failure {
    details = List.copyOf(details);
  }

  static Failure of(Code code, String message) {
    return new Failure(code, message, List.of());
  }
}
