package httpsimple;

import parigot.guest.Guest;

/** A server: answers the requests that the front door takes in. */
public final class SimpleGuest {
  private SimpleGuest() {}

  public static void main(String[] args) {
    Guest.named("simple").export(Simple.router().service()).start();
  }
}
