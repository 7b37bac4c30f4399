package roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import everything.v1.host.Everything;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import roundtrip.v1.host.JsonRequest;
import roundtrip.v1.host.JsonResponse;
import roundtrip.v1.host.JsonResult;

/** Holds the JSON that is written and read against that of protobuf-java. */
final class JsonComparison {
  private static final int BATCH = 10;

  /** What protobuf-java writes in a form that is another path when it is read. */
  private static final String NO_PATH = "of a google.protobuf.FieldMask is none in JSON";

  /** It has a form only where all types are known; protobuf-java writes an empty one. */
  private static final String ANY = "google.protobuf.Any";

  /** protobuf-java reads it without its sign. */
  private static final String NEGATIVE_ZERO = "-0";

  /** protobuf-java has no zero with such an exponent. */
  private static final Pattern LONG_EXPONENT = Pattern.compile("[eE][+-]?[0-9]{9}");

  /** What JSON texts are made of, to be put where it does not belong. */
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "0",
          "1",
          "-",
          ".",
          "e",
          "e9",
          "null",
          "true",
          "\"a\"",
          "\\",
          "\\u0041",
          "\\ud800",
          " ",
          "9999999999",
          "1e400",
          "4.0",
          "NaN",
          "=",
          "_",
          "Z",
          "s");

  private final Endpoint endpoint;

  /** Who writes and reads. */
  interface Endpoint {
    JsonResponse json(JsonRequest request) throws Exception;
  }

  JsonComparison(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Read from bytes, so that of the entries of a map with one key the last counts. */
  private static Everything message(RandomMessages messages) throws InvalidProtocolBufferException {
    return Everything.parseFrom(messages.like(Everything.getDefaultInstance()).toByteString());
  }

  void messagesAreWrittenAndReadAlike(long seed, int tries) throws Exception {
    RandomMessages messages = new RandomMessages(seed);
    for (int done = 0; done < tries; done += BATCH) {
      List<Everything> batch = new ArrayList<>();
      JsonRequest.Builder request = JsonRequest.newBuilder();
      List<String> theirs = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        Everything message = message(messages);
        batch.add(message);
        request.addMessage(message.toByteString());
        theirs.add(printed(message));
        request.addJson(theirs.get(i).isEmpty() ? "{}" : theirs.get(i));
      }
      JsonResponse response = endpoint.json(request.build());
      for (int i = 0; i < BATCH; i++) {
        alike(batch.get(i), theirs.get(i), response.getWritten(i), response.getRead(i));
      }
    }
  }

  private static void alike(Everything message, String theirs, JsonResult written, JsonResult read)
      throws InvalidProtocolBufferException {
    if (theirs.isEmpty()) {
      assertThat(written.hasRefused()).as(() -> message.toString()).isTrue();
      return;
    }
    if (written.getRefused().contains(ANY)
        || read.getRefused().contains(ANY)
        || theirs.contains(NEGATIVE_ZERO)) {
      return;
    }
    Everything meant = parsed(theirs);
    assertThat(read.getRefused()).as(theirs).isEmpty();
    assertThat(Everything.parseFrom(read.getMessage())).as(theirs).isEqualTo(meant);
    if (!written.getRefused().contains(NO_PATH)) {
      assertThat(written.getRefused()).as(theirs).isEmpty();
      assertThat(parsed(written.getJson())).as(written.getJson()).isEqualTo(meant);
    }
  }

  /** What is no message to protobuf-java is none here either, and else it is the same message. */
  void damagedTextsAreNotReadAsOtherMessages(long seed, int tries) throws Exception {
    RandomMessages messages = new RandomMessages(seed);
    Random random = new Random(seed);
    for (int done = 0; done < tries; done += BATCH) {
      String whole = "";
      while (whole.length() < 3) {
        whole = printed(message(messages));
      }
      JsonRequest.Builder request = JsonRequest.newBuilder();
      for (int i = 0; i < BATCH; i++) {
        request.addJson(damaged(whole, random));
      }
      JsonResponse response = endpoint.json(request.build());
      for (int i = 0; i < BATCH; i++) {
        String json = request.getJson(i);
        JsonResult read = response.getRead(i);
        if (json.contains(NEGATIVE_ZERO) || LONG_EXPONENT.matcher(json).find()) {
          continue;
        }
        if (read.hasRefused()) {
          assertThat(read.getRefused()).as(json).endsWith(".");
        } else {
          assertThat(Everything.parseFrom(read.getMessage())).as(json).isEqualTo(parsed(json));
        }
      }
    }
  }

  private static String damaged(String whole, Random random) {
    StringBuilder json = new StringBuilder(whole);
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      int start = random.nextInt(json.length() + 1);
      int end = Math.min(json.length(), start + random.nextInt(3));
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      json.replace(start, end, random.nextInt(4) == 0 ? "" : piece);
    }
    return json.toString();
  }

  /** Nothing where protobuf-java has no JSON for it. */
  private static String printed(Everything message) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
    } catch (InvalidProtocolBufferException | IllegalArgumentException noForm) {
      return "";
    }
  }

  private static Everything parsed(String json) throws InvalidProtocolBufferException {
    Everything.Builder builder = Everything.newBuilder();
    JsonFormat.parser().merge(json, builder);
    return builder.build();
  }

  static JsonResponse plain(JsonRequest request) throws InvalidProtocolBufferException {
    roundtrip.v1.JsonResponse.Builder response = roundtrip.v1.JsonResponse.newBuilder();
    for (ByteString message : request.getMessageList()) {
      response.addWritten(Json.written(parigot.message.Bytes.of(message.toByteArray())));
    }
    request.getJsonList().forEach(json -> response.addRead(Json.read(json)));
    return JsonResponse.parseFrom(response.build().toByteArray());
  }
}
