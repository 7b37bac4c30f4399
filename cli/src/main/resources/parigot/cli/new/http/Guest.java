package @name@;

import parigot.guest.Guest;

/** A server: answers the HTTP requests that the front door, another guest, takes in. */
public final class @Name@Guest {
  private @Name@Guest() {}

  public static void main(String[] args) {
    Guest.named("@name@").export(@Name@Pages.router().service()).start();
  }
}
