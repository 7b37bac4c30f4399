package roundtrip;

import parigot.guest.Future;
import parigot.guest.Guest;
import parigot.message.Bytes;
import roundtrip.v1.AgainRequest;
import roundtrip.v1.AgainResponse;
import roundtrip.v1.JsonRequest;
import roundtrip.v1.JsonResponse;
import roundtrip.v1.RoundTrip;

/** Serves the tests: what they read and write on the JVM is read and written here as wasm. */
public final class RoundTripGuest implements RoundTrip {
  private RoundTripGuest() {}

  /** Starts it. */
  public static void main(String[] args) {
    Guest.named("roundtrip").export(RoundTrip.service(new RoundTripGuest())).start();
  }

  @Override
  public Future<AgainResponse> again(AgainRequest request) {
    AgainResponse.Builder response = AgainResponse.newBuilder();
    for (Bytes input : request.getInputList()) {
      response.addResult(Reader.again(request.getType(), input));
    }
    return Future.of(response.build());
  }

  @Override
  public Future<JsonResponse> json(JsonRequest request) {
    return Future.of(
        JsonResponse.newBuilder()
            .addAllWritten(request.getMessageList().stream().map(Json::written).toList())
            .addAllRead(request.getJsonList().stream().map(Json::read).toList())
            .build());
  }
}
