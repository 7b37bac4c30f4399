package kv;

import nutsdb.v1.NutsDB;
import parigot.guest.Guest;

/** A main: counts its runs in a database, and ends the application. */
public final class CounterGuest {
  private CounterGuest() {}

  public static void main(String[] args) {
    Guest.named("counter")
        .require(NutsDB.NAME)
        .main(
            guest ->
                NutsDB.locate(guest)
                    .flatMap(database -> new Counter(database).countUp())
                    .map(
                        runs -> {
                          System.out.println("run " + runs);
                          return 0;
                        }))
        .start();
  }
}
