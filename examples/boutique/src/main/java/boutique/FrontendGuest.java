package boutique;

import ads.v1.Ads;
import cart.v1.Cart;
import catalogue.v1.Catalogue;
import checkout.v1.Checkout;
import currency.v1.Currency;
import parigot.guest.Guest;
import recommendation.v1.Recommendation;

/** Serves the shop's pages. */
public final class FrontendGuest {
  private FrontendGuest() {}

  public static void main(String[] args) {
    Shop shop = new Shop();
    Guest.named("frontend")
        .require(Ads.NAME)
        .require(Cart.NAME)
        .require(Catalogue.NAME)
        .require(Checkout.NAME)
        .require(Currency.NAME)
        .require(Recommendation.NAME)
        .export(shop.router().service())
        .ready(shop::open)
        .start();
  }
}
