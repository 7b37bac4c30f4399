package boutique;

import shop.v1.Money;

/** What services and pages do with amounts. */
final class Amounts {
  /** The currency that the shop's prices are in. */
  static final String HOME = "EUR";

  private Amounts() {}

  static Money of(String currency, long hundredths) {
    return Money.newBuilder().setCurrency(currency).setHundredths(hundredths).build();
  }

  static Money times(Money each, int count) {
    return of(each.getCurrency(), each.getHundredths() * count);
  }

  /** As people write it: {@code 12.50 EUR}. */
  static String written(Money money) {
    long rest = Math.abs(money.getHundredths() % 100);
    return money.getHundredths() / 100
        + (rest < 10 ? ".0" : ".")
        + rest
        + " "
        + money.getCurrency();
  }
}
