package boutique;

import currency.v1.Currency;
import parigot.guest.Guest;

/** Serves amounts in other currencies. */
public final class CurrencyGuest {
  private CurrencyGuest() {}

  public static void main(String[] args) {
    Guest.named("currency").export(Currency.service(new Rates())).start();
  }
}
