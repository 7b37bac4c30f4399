package boutique;

import cart.v1.Cart;
import parigot.guest.Guest;

/** Serves what shoppers have picked. */
public final class CartGuest {
  private CartGuest() {}

  public static void main(String[] args) {
    Guest.named("cart").export(Cart.service(new Carts())).start();
  }
}
