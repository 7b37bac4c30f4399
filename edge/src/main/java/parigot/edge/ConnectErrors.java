package parigot.edge;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorInfo;
import java.util.Base64;
import parigot.v1.host.CallFailure;

/** Failures as the Connect protocol writes them: JSON, whatever the request was. */
final class ConnectErrors {
  private static final TypeRegistry DETAILS =
      TypeRegistry.newBuilder()
          .add(ErrorInfo.getDescriptor())
          .add(CallFailure.getDescriptor())
          .build();

  private ConnectErrors() {}

  /** With the status that goes with its code. */
  static Reply reply(Failure failure) {
    return reply(ConnectCodes.status(failure.code()), failure);
  }

  /** With another status. */
  static Reply reply(int status, Failure failure) {
    JsonObject error = new JsonObject();
    error.addProperty("code", ConnectCodes.written(failure.code()));
    error.addProperty("message", failure.message());
    if (!failure.details().isEmpty()) {
      JsonArray details = new JsonArray();
      failure.details().forEach(detail -> details.add(written(detail)));
      error.add("details", details);
    }
    return Reply.of(status, "application/json", ByteString.copyFromUtf8(error.toString() + "\n"));
  }

  private static JsonObject written(Any detail) {
    JsonObject result = new JsonObject();
    String url = detail.getTypeUrl();
    result.addProperty("type", url.substring(url.lastIndexOf('/') + 1));
    result.addProperty(
        "value",
        Base64.getEncoder().withoutPadding().encodeToString(detail.getValue().toByteArray()));
    result.add("debug", readable(detail));
    return result;
  }

  /** For a person; programs read the value. */
  private static JsonElement readable(Any detail) {
    try {
      JsonObject written =
          JsonParser.parseString(JsonFormat.printer().usingTypeRegistry(DETAILS).print(detail))
              .getAsJsonObject();
      written.remove("@type");
      return written;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a detail that the edge does not make", e);
    }
  }
}
