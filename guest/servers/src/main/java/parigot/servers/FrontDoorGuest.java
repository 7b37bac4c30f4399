package parigot.servers;

import http.v1.Http;
import httpconnector.v1.HttpConnector;
import parigot.guest.Guest;

/**
 * The guest that receives requests from outside and hands each to the method of {@code
 * http.v1.Http} that its verb names.
 */
public final class FrontDoorGuest {
  private FrontDoorGuest() {}

  public static void main(String[] args) {
    FrontDoor door = new FrontDoor();
    Guest.named("frontdoor")
        .require(Http.NAME)
        .export(HttpConnector.service(door))
        .ready(
            guest ->
                Http.locate(guest)
                    .map(
                        http -> {
                          door.leadTo(http);
                          return null;
                        }))
        .start();
  }
}
