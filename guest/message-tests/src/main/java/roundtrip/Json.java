package roundtrip;

import everything.v1.Everything;
import parigot.message.Bytes;
import parigot.message.MalformedMessageException;
import roundtrip.v1.JsonResult;

/** Writes messages as JSON and reads them. What is wrong in another way than it may be escapes. */
final class Json {
  private Json() {}

  static JsonResult written(Bytes message) {
    try {
      String json = Everything.parser().parseFrom(message).toJson();
      return JsonResult.newBuilder().setJson(json).build();
    } catch (IllegalArgumentException noForm) {
      return JsonResult.newBuilder().setRefused(noForm.getMessage()).build();
    }
  }

  static JsonResult read(String json) {
    try {
      return JsonResult.newBuilder().setMessage(Bytes.of(Everything.fromJson(json))).build();
    } catch (MalformedMessageException malformed) {
      return JsonResult.newBuilder().setRefused(malformed.getMessage()).build();
    }
  }
}
