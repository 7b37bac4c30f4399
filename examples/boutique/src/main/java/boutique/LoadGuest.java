package boutique;

import http.v1.Http;
import java.time.Duration;
import parigot.guest.Guest;
import parigot.guest.RemoteService;

/**
 * A main: shoppers who look around and order. Its arguments are how many there are, how many pages
 * each asks for, and perhaps how many before those, which do not count.
 */
public final class LoadGuest {
  private LoadGuest() {}

  public static void main(String[] args) {
    Guest.named("load")
        .require(Http.NAME)
        .main(guest -> new Crowd(guest, Http.client(patient(guest))).shop())
        .start();
  }

  /** Pages take long on a machine that has just begun to run them. */
  private static RemoteService patient(Guest guest) {
    return guest.remote(Http.NAME).within(Duration.ofSeconds(30));
  }
}
