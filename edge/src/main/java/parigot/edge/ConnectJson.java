package parigot.edge;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status.Code;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The Connect protocol's unary calls with messages in JSON, as a person writes them with curl. */
final class ConnectJson implements HttpDialect {
  static final String TYPE = "application/json";

  @Override
  public Optional<Any> request(OpenMethod method, ByteString body) throws UnreadableException {
    String text = text(body);
    if (text.isBlank()) {
      throw unreadable(
          "The body is empty, and must be a JSON object: {} for a request without fields.");
    }
    try {
      return method.method().request(text);
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(JsonFault.of(method.method(), text, e).sentence());
    }
  }

  private static String text(ByteString body) throws UnreadableException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(body.asReadOnlyByteBuffer()).toString();
    } catch (CharacterCodingException e) {
      throw unreadable("The body is JSON, and must be written in UTF-8.");
    }
  }

  private static UnreadableException unreadable(String sentence) {
    return new UnreadableException(Failure.of(Code.INVALID_ARGUMENT, sentence));
  }

  @Override
  public Reply response(OpenMethod method, ByteString bytes) {
    try {
      String json =
          JsonFormat.printer()
              .omittingInsignificantWhitespace()
              .usingTypeRegistry(method.method().types())
              .print(method.method().response(Any.newBuilder().setValue(bytes).build()));
      return Reply.of(200, TYPE, ByteString.copyFromUtf8(json + "\n"));
    } catch (InvalidProtocolBufferException e) {
      return failure(
          Failure.of(
              Code.INTERNAL,
              "%s answered with what cannot be written as JSON: %s"
                  .formatted(method.path(), e.getMessage())));
    }
  }

  @Override
  public Reply failure(Failure failure) {
    return ConnectErrors.reply(failure);
  }
}
