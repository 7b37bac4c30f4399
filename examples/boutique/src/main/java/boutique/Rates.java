package boutique;

import currency.v1.ConvertRequest;
import currency.v1.ConvertResponse;
import currency.v1.Currency;
import currency.v1.CurrencyErr;
import currency.v1.KnownResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parigot.guest.Future;
import shop.v1.Money;

/** Converts by rates that never change. */
final class Rates implements Currency {
  /** More would not be right to the last place. */
  private static final long MOST = 100_000_000_000L;

  /** Ten thousandths of a unit for a euro. */
  private static final Map<String, Long> RATES = new LinkedHashMap<>();

  static {
    RATES.put("EUR", 10_000L);
    RATES.put("CHF", 9_500L);
    RATES.put("GBP", 8_600L);
    RATES.put("SEK", 112_000L);
    RATES.put("USD", 10_900L);
  }

  @Override
  public Future<KnownResponse> known() {
    return Future.of(KnownResponse.newBuilder().addAllCurrency(RATES.keySet()).build());
  }

  @Override
  public Future<ConvertResponse> convert(ConvertRequest request) {
    return Future.compute(
        () -> {
          List<Money> converted = new ArrayList<>();
          long to = rate(request.getTo());
          for (Money amount : request.getAmountList()) {
            converted.add(Amounts.of(request.getTo(), converted(amount, to)));
          }
          return ConvertResponse.newBuilder().addAllAmount(converted).build();
        });
  }

  private static long converted(Money amount, long to) {
    long hundredths = amount.getHundredths();
    if (hundredths < 0 || hundredths > MOST) {
      throw CurrencyErr.TooMuch.exception(hundredths + " hundredths");
    }
    long from = rate(amount.getCurrency());
    return (hundredths * to + from / 2) / from;
  }

  private static long rate(String currency) {
    Long rate = RATES.get(currency);
    if (rate == null) {
      throw CurrencyErr.UnknownCurrency.exception(currency);
    }
    return rate;
  }
}
