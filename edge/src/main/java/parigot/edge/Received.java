package parigot.edge;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;

/**
 * A gRPC client's message, unparsed.
 *
 * @param status why its bytes are not there; else OK
 */
record Received(ByteString bytes, Status status) {

  /** Reads messages, and throws nothing: gRPC would not tell the client why. */
  static final MethodDescriptor.Marshaller<Received> MARSHALLER =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(Received message) {
          return message.bytes().newInput();
        }

        @Override
        public Received parse(InputStream stream) {
          try {
            return new Received(ByteString.readFrom(stream), Status.OK);
          } catch (IOException e) {
            return failed(
                Status.INVALID_ARGUMENT.withDescription(
                    "The compressed request cannot be read: " + e.getMessage()));
          } catch (RuntimeException e) {
            // What gRPC itself has against it, its size for one.
            return failed(Status.fromThrowable(e));
          }
        }
      };

  private static Received failed(Status status) {
    return new Received(ByteString.EMPTY, status);
  }
}
