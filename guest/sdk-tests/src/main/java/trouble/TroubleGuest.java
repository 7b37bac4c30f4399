package trouble;

import parigot.guest.Future;
import parigot.guest.Guest;
import parigot.guest.Promise;
import trouble.v1.CountResponse;
import trouble.v1.LeaveRequest;
import trouble.v1.SpinRequest;
import trouble.v1.Trouble;

/** Serves until it is told to leave. */
public final class TroubleGuest implements Trouble {
  private static int calls;

  private Guest guest;

  private TroubleGuest() {}

  public static void main(String[] args) {
    TroubleGuest trouble = new TroubleGuest();
    Guest.named("trouble").export(Trouble.service(trouble)).ready(trouble::in).start();
  }

  private Future<Void> in(Guest ready) {
    guest = ready;
    return Future.done();
  }

  @Override
  public Future<CountResponse> count() {
    calls++;
    return Future.of(CountResponse.newBuilder().setCalls(calls).build());
  }

  @Override
  public Future<Void> never() {
    return new Promise<Void>().future();
  }

  @Override
  public Future<Void> spin(SpinRequest request) {
    long until = System.nanoTime() + request.getMillis() * 1_000_000;
    while (System.nanoTime() - until < 0) {
      calls = Math.max(calls, 0);
    }
    return Future.done();
  }

  @Override
  public Future<Void> leave(LeaveRequest request) {
    if (request.getWithAll()) {
      guest.exitAll(request.getCode());
    } else {
      guest.exit(request.getCode());
    }
    return Future.done();
  }
}
