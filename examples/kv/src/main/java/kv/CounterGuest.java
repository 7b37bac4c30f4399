package kv;

import java.time.Duration;
import nutsdb.v1.NutsDB;
import parigot.guest.Future;
import parigot.guest.Guest;
import parigot.guest.Promise;

/**
 * A main: counts its runs in a database, and ends the application. It begins so many milliseconds
 * later as its argument says, if it has one.
 */
public final class CounterGuest {
  private CounterGuest() {}

  public static void main(String[] args) {
    Guest.named("counter")
        .require(NutsDB.NAME)
        .main(
            guest ->
                pause(guest)
                    .flatMap(over -> NutsDB.locate(guest))
                    .flatMap(database -> new Counter(database).countUp())
                    .map(
                        runs -> {
                          System.out.println("run " + runs);
                          return 0;
                        }))
        .start();
  }

  private static Future<Void> pause(Guest guest) {
    if (guest.arguments().isEmpty()) {
      return Future.of(null);
    }
    Promise<Void> over = new Promise<>();
    Duration time = Duration.ofMillis(Long.parseLong(guest.arguments().get(0)));
    guest.after(time, () -> over.complete(null));
    return over.future();
  }
}
