package parigot.edge;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** gRPC-Web's unary calls: gRPC's frames over HTTP/1.1, the trailers in one of them. */
final class GrpcWeb implements HttpDialect {
  static final String TYPE = "application/grpc-web+proto";
  private static final int PREFIX = 5;
  private static final byte MESSAGE = 0;
  private static final byte TRAILERS = (byte) 0x80;

  @Override
  public Optional<Any> request(OpenMethod method, ByteString body) throws UnreadableException {
    if (body.size() < PREFIX) {
      throw unreadable("The body is shorter than a frame of gRPC-Web.");
    }
    if (body.byteAt(0) != MESSAGE) {
      throw unreadable("The body is no frame of gRPC-Web that is not compressed.");
    }
    int length = body.substring(1, PREFIX).asReadOnlyByteBuffer().getInt();
    if (length != body.size() - PREFIX) {
      throw unreadable(
          "The frame says that it has %d bytes, and %d follow."
              .formatted(Integer.toUnsignedLong(length), body.size() - PREFIX));
    }
    return method.method().request(body.substring(PREFIX));
  }

  private static UnreadableException unreadable(String sentence) {
    return new UnreadableException(Failure.of(Code.INVALID_ARGUMENT, sentence));
  }

  @Override
  public Reply response(OpenMethod method, ByteString bytes) {
    return Reply.of(200, TYPE, frame(MESSAGE, bytes).concat(trailers("grpc-status: 0\r\n")));
  }

  @Override
  public Reply failure(Failure failure) {
    StringBuilder lines = new StringBuilder();
    lines.append("grpc-status: ").append(failure.code().value()).append("\r\n");
    lines
        .append("grpc-message: ")
        .append(URLEncoder.encode(failure.message(), StandardCharsets.UTF_8).replace("+", "%20"))
        .append("\r\n");
    if (!failure.details().isEmpty()) {
      Status details =
          Status.newBuilder()
              .setCode(failure.code().value())
              .setMessage(failure.message())
              .addAllDetails(failure.details())
              .build();
      lines
          .append("grpc-status-details-bin: ")
          .append(Base64.getEncoder().withoutPadding().encodeToString(details.toByteArray()))
          .append("\r\n");
    }
    return Reply.of(200, TYPE, trailers(lines.toString()));
  }

  private static ByteString trailers(String lines) {
    return frame(TRAILERS, ByteString.copyFromUtf8(lines));
  }

  private static ByteString frame(byte kind, ByteString content) {
    byte[] prefix = ByteBuffer.allocate(PREFIX).put(kind).putInt(content.size()).array();
    return ByteString.copyFrom(prefix).concat(content);
  }
}
