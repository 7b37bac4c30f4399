package roundtrip;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import parigot.actors.Application;
import parigot.actors.CallException;
import parigot.testkit.WithApplication;
import roundtrip.v1.host.AgainRequest;
import roundtrip.v1.host.AgainResponse;
import roundtrip.v1.host.JsonRequest;
import roundtrip.v1.host.JsonResponse;
import roundtrip.v1.host.Result;
import roundtrip.v1.host.Type;

/** The generated code as wasm, in a guest of an application, against protobuf-java. */
@WithApplication(
    config =
        """
        parigot {
          search-path = ["target/guests"]
          call-timeout = 2900 ms
          guests { roundtrip { wasm = "roundtrip.wasm", restart = never, method-limit = 60 s } }
        }
        """)
@Tag("once")
class WasmTest {
  private static final int TIMES = Integer.getInteger("roundtrip.times", 1);
  private static final int ATTEMPTS = 10;
  private static final long SEED = 20261125;

  private Comparison comparison;

  @BeforeEach
  void useTheGuest(Application application) {
    comparison = new Comparison((type, inputs) -> again(application, type, inputs));
  }

  private static List<Result> again(Application application, Type type, List<byte[]> inputs)
      throws Exception {
    AgainRequest.Builder request = AgainRequest.newBuilder().setType(type);
    inputs.forEach(input -> request.addInput(ByteString.copyFrom(input)));
    return call(application, "Again", request.build(), AgainResponse.class).getResultList();
  }

  private static JsonResponse json(Application application, JsonRequest request) throws Exception {
    return call(application, "Json", request, JsonResponse.class);
  }

  private static <R extends Message> R call(
      Application application, String method, Message request, Class<R> responseType)
      throws Exception {
    for (int attempt = 1; ; attempt++) {
      try {
        return application
            .call("roundtrip.v1", "round_trip", method, request, responseType)
            .toCompletableFuture()
            .get(1, TimeUnit.MINUTES);
      } catch (ExecutionException failed) {
        // The first calls run before the JVM has compiled the guest, and a machine may be busy.
        if (attempt == ATTEMPTS
            || !(failed.getCause() instanceof CallException call)
            || call.reason() != CallException.Reason.TIMED_OUT) {
          throw failed;
        }
      }
    }
  }

  @Test
  void messagesAreReadAndWrittenLikeProtobufDoes() throws Exception {
    comparison.messagesAreReadAndWrittenAlike(SEED, 500 * TIMES);
  }

  @Test
  void theCasesOfTheFormatAreReadOrRefusedLikeProtobufDoes() throws Exception {
    comparison.theCasesOfTheFormatAreReadOrRefusedAlike();
  }

  @Test
  void messagesBehindEachOtherAreMerged() throws Exception {
    comparison.messagesAreMergedAlike(SEED, 200 * TIMES);
  }

  @Test
  void fieldsThatATypeDoesNotKnowAreKept() throws Exception {
    comparison.unknownFieldsAreKept(Type.SOME, SEED, 200 * TIMES);
    comparison.unknownFieldsAreKept(Type.NOTHING, SEED, 200 * TIMES);
  }

  @Test
  void damagedMessagesAreReadOrRefusedLikeProtobufDoes() throws Exception {
    comparison.damagedMessagesAreReadOrRefusedAlike(SEED, 4_000 * TIMES);
  }

  @Test
  void messagesAreWrittenAsJsonAndReadLikeProtobufDoes(Application application) throws Exception {
    JsonComparison json = new JsonComparison(request -> json(application, request));
    json.messagesAreWrittenAndReadAlike(SEED, 100 * TIMES);
    json.damagedTextsAreNotReadAsOtherMessages(SEED, 100 * TIMES);
  }

  @Test
  void noiseIsReadOrRefusedLikeProtobufDoes() throws Exception {
    comparison.noiseIsReadOrRefusedAlike(SEED, 1_000 * TIMES);
  }
}
