package boutique;

import cart.v1.Cart;
import catalogue.v1.Catalogue;
import checkout.v1.Checkout;
import currency.v1.Currency;
import parigot.guest.Guest;
import payment.v1.Payment;
import shipping.v1.Shipping;

/** Serves orders. */
public final class CheckoutGuest {
  private CheckoutGuest() {}

  public static void main(String[] args) {
    Orders orders = new Orders();
    Guest.named("checkout")
        .require(Cart.NAME)
        .require(Catalogue.NAME)
        .require(Currency.NAME)
        .require(Payment.NAME)
        .require(Shipping.NAME)
        .export(Checkout.service(orders))
        .ready(orders::open)
        .start();
  }
}
