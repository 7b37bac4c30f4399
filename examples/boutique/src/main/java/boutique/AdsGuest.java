package boutique;

import ads.v1.Ads;
import parigot.guest.Guest;

/** Serves words that want to be looked at. */
public final class AdsGuest {
  private AdsGuest() {}

  public static void main(String[] args) {
    Billboard billboard = new Billboard();
    Guest.named("ads").export(Ads.service(billboard)).ready(billboard::open).start();
  }
}
