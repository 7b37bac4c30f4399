package boutique;

import parigot.guest.Guest;
import shipping.v1.Shipping;

/** Serves parcels. */
public final class ShippingGuest {
  private ShippingGuest() {}

  public static void main(String[] args) {
    Parcels parcels = new Parcels();
    Guest.named("shipping").export(Shipping.service(parcels)).ready(parcels::open).start();
  }
}
