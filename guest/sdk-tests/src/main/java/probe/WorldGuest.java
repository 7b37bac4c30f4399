package probe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import parigot.guest.CallException;
import parigot.guest.Future;
import parigot.guest.Guest;
import parigot.guest.Promise;
import parigot.guest.ServiceException;
import parigot.guest.ServiceName;
import parigot.guest.TimedOutException;
import parigot.guest.Timer;
import probe.v1.FailRequest;
import probe.v1.HoldRequest;
import probe.v1.Probe;
import probe.v1.ProbeErr;

/** Prints how it sees its surroundings, and ends with a code of its own. */
public final class WorldGuest {
  private static final int CODE = 42;

  private final Guest guest;
  private final Probe probe;

  private WorldGuest(Guest guest, Probe probe) {
    this.guest = guest;
    this.probe = probe;
  }

  public static void main(String[] args) {
    System.out.println("main " + String.join("|", args));
    Guest.named("world")
        .require(Probe.NAME)
        .main(guest -> Probe.locate(guest).flatMap(probe -> new WorldGuest(guest, probe).run()))
        .start();
  }

  private Future<Integer> run() {
    System.out.println("arguments " + String.join("|", guest.arguments()));
    System.out.println("colour " + guest.environment().get("COLOUR"));
    System.out.println("zone " + guest.zone());
    System.out.println("late enough " + guest.now().isAfter(Instant.parse("2020-01-01T00:00:00Z")));
    long random = guest.random().nextLong();
    System.out.println("random " + (random != guest.random().nextLong()));
    guest.log().info("is here", "guest", "world");
    return timers().flatMap(done -> errors()).map(done -> CODE);
  }

  private Future<Void> timers() {
    Promise<Void> late = new Promise<>();
    Promise<Void> thrice = new Promise<>();
    List<Timer> repeating = new ArrayList<>();
    int[] times = new int[1];
    guest.after(Duration.ofMillis(5), () -> System.out.println("never")).cancel();
    guest.after(Duration.ofMillis(10), () -> late.complete(null));
    repeating.add(
        guest.every(
            Duration.ofMillis(5),
            () -> {
              times[0]++;
              if (times[0] == 3) {
                repeating.get(0).cancel();
                thrice.complete(null);
              }
            }));
    return Future.all(List.of(late.future(), thrice.future()))
        .map(
            both -> {
              System.out.println("timers once and " + times[0] + " times");
              return null;
            });
  }

  private Future<Void> errors() {
    return fail(false)
        .flatMap(done -> fail(true))
        .flatMap(done -> probe.ping())
        .flatMap(done -> called())
        .flatMap(done -> tooLate())
        .flatMap(done -> nobody())
        .map(
            nobody -> {
              System.out.println("nobody " + nobody);
              return null;
            });
  }

  private Future<Void> fail(boolean byAccident) {
    return probe
        .fail(FailRequest.newBuilder().setByAccident(byAccident).build())
        .<Void>map(response -> null)
        .recover(
            error -> {
              ServiceException stated = (ServiceException) error;
              System.out.println(
                  "failed " + stated.error().name() + " " + stated.is(ProbeErr.OnPurpose));
              return null;
            });
  }

  private Future<Void> called() {
    return Probe.client(guest.remote(Probe.NAME).with("user", "Ada ü"))
        .who()
        .onSuccess(
            who ->
                System.out.println(
                    "called by "
                        + who.getCaller()
                        + " for "
                        + who.getUser()
                        + ", who waits "
                        + (who.getRemainingMillis() > 0 && who.getRemainingMillis() <= 2500)))
        .thenDone();
  }

  private Future<Void> tooLate() {
    return probe
        .hold(HoldRequest.newBuilder().setUntil(2).build())
        .withTimeout(Duration.ofMillis(20))
        .<Void>map(response -> null)
        .recover(
            error -> {
              System.out.println("in time " + !(error instanceof TimedOutException));
              return null;
            });
  }

  private Future<String> nobody() {
    return guest
        .locate(ServiceName.of("nobody.v1", "nobody"))
        .map(found -> "is there")
        .recover(error -> error instanceof CallException ? error.getMessage() : "is broken");
  }
}
