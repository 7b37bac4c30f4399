package httpsimple;

import http.v1.Http;
import parigot.guest.Guest;

/** A server: answers the requests that the front door takes in. */
public final class SimpleGuest {
  private SimpleGuest() {}

  public static void main(String[] args) {
    Guest.named("simple").export(Http.service(new Simple())).start();
  }
}
