package probe;

import java.util.ArrayList;
import java.util.List;
import parigot.guest.Client;
import parigot.guest.CurrentCall;
import parigot.guest.Future;
import parigot.guest.Guest;
import parigot.guest.Promise;
import probe.v1.EchoRequest;
import probe.v1.EchoResponse;
import probe.v1.FailRequest;
import probe.v1.FailResponse;
import probe.v1.HoldRequest;
import probe.v1.HoldResponse;
import probe.v1.Probe;
import probe.v1.ProbeErr;
import probe.v1.WhoResponse;

/** Serves what the other guests of these tests call. */
public final class ProbeGuest implements Probe {
  private final List<Promise<HoldResponse>> held = new ArrayList<>();
  private final List<Integer> numbers = new ArrayList<>();

  private ProbeGuest() {}

  public static void main(String[] args) {
    Guest.named("probe").export(Probe.service(new ProbeGuest())).start();
  }

  @Override
  public Future<EchoResponse> echo(EchoRequest request) {
    return Future.of(EchoResponse.newBuilder().setText(request.getText()).build());
  }

  @Override
  public Future<HoldResponse> hold(HoldRequest request) {
    Promise<HoldResponse> promise = new Promise<>();
    held.add(promise);
    numbers.add(request.getNumber());
    if (held.size() == request.getUntil()) {
      for (int i = held.size() - 1; i >= 0; i--) {
        held.get(i).complete(HoldResponse.newBuilder().setNumber(numbers.get(i)).build());
      }
      held.clear();
      numbers.clear();
    }
    return promise.future();
  }

  @Override
  public Future<FailResponse> fail(FailRequest request) {
    return Future.compute(
        () -> {
          if (request.getByAccident()) {
            throw new IllegalStateException("it is broken");
          }
          throw ProbeErr.OnPurpose.exception("as told");
        });
  }

  @Override
  public Future<Void> ping() {
    return Future.done();
  }

  @Override
  public Future<WhoResponse> who() {
    CurrentCall call = CurrentCall.get();
    return Future.of(
        WhoResponse.newBuilder()
            .setCaller(call.caller())
            .setUser(call.header("user").orElse("nobody"))
            .setRemainingMillis(call.remaining().orElseThrow().toMillis())
            .setClient(call.client().map(Client::address).orElse(""))
            .setCertificate(call.client().flatMap(Client::certificateName).orElse(""))
            .build());
  }
}
