package boutique;

import static org.assertj.core.api.Assertions.assertThat;

import cart.v1.AddRequest;
import cart.v1.CartErr;
import cart.v1.LookRequest;
import currency.v1.ConvertRequest;
import currency.v1.CurrencyErr;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parigot.guest.Future;
import parigot.guest.ServiceError;
import parigot.guest.ServiceException;
import parigot.guest.TestGuest;
import payment.v1.Card;
import payment.v1.ChargeRequest;
import payment.v1.GiveBackRequest;
import payment.v1.PaymentErr;
import shipping.v1.QuoteRequest;
import shipping.v1.ShippingErr;
import shop.v1.Line;
import shop.v1.Money;

/** The services that need no other, as the plain Java that they are. */
class ServicesTest {
  private final TestGuest test = TestGuest.open().quiet().at(Instant.parse("2030-06-15T12:00:00Z"));

  @AfterEach
  void end() {
    test.close();
  }

  private static void assertFails(Future<?> future, ServiceError error) {
    assertThat(future.error())
        .get()
        .isInstanceOfSatisfying(
            ServiceException.class, failure -> assertThat(failure.error()).isEqualTo(error));
  }

  private static Future<Money> convert(String from, long hundredths, String to) {
    return new Rates()
        .convert(
            ConvertRequest.newBuilder().addAmount(Amounts.of(from, hundredths)).setTo(to).build())
        .map(converted -> converted.getAmount(0));
  }

  @ParameterizedTest
  @CsvSource({
    "EUR, 100, EUR, 100",
    "EUR, 100, SEK, 1120",
    "SEK, 1120, EUR, 100",
    "GBP, 1, USD, 1",
    "EUR, 0, CHF, 0",
    "EUR, 100000000000, SEK, 1120000000000"
  })
  void amountsAreConvertedAndRounded(String from, long hundredths, String to, long expected) {
    assertThat(convert(from, hundredths, to).value()).isEqualTo(Amounts.of(to, expected));
  }

  @Test
  void whatCannotBeConvertedIsRefused() {
    assertFails(convert("EUR", 1, "QQQ"), CurrencyErr.UnknownCurrency);
    assertFails(convert("QQQ", 1, "EUR"), CurrencyErr.UnknownCurrency);
    assertFails(convert("EUR", 100_000_000_001L, "SEK"), CurrencyErr.TooMuch);
    assertFails(convert("EUR", -1, "SEK"), CurrencyErr.TooMuch);
  }

  @ParameterizedTest
  @CsvSource({"1250, 12.50 EUR", "1205, 12.05 EUR", "5, 0.05 EUR", "0, 0.00 EUR"})
  void amountsAreWrittenAsPeopleDo(long hundredths, String written) {
    assertThat(Amounts.written(Amounts.of("EUR", hundredths))).isEqualTo(written);
  }

  private static AddRequest add(String shopper, int count) {
    return AddRequest.newBuilder()
        .setShopper(shopper)
        .setLine(Line.newBuilder().setProduct("tea").setCount(count))
        .build();
  }

  private static int lines(Carts carts, String shopper) {
    return carts.look(LookRequest.newBuilder().setShopper(shopper).build()).value().getLineCount();
  }

  @Test
  void aCartHoldsSoManyPiecesOfAProduct() {
    Carts carts = new Carts();
    assertFails(carts.add(add("ada", 0)), CartErr.BadCount);
    assertThat(carts.add(add("ada", 60)).isDone()).isTrue();
    assertFails(carts.add(add("ada", 40)), CartErr.BadCount);
    assertFails(carts.add(add("ada", Integer.MAX_VALUE)), CartErr.BadCount);
    assertThat(carts.add(add("ada", 39)).error()).isEmpty();
    assertThat(lines(carts, "ada")).isEqualTo(1);
  }

  @Test
  void ofTooManyCartsTheFirstIsForgotten() {
    Carts carts = new Carts();
    for (int i = 0; i <= Carts.MOST; i++) {
      carts.add(add("shopper " + i, 1)).value();
    }
    assertThat(lines(carts, "shopper 0")).isZero();
    assertThat(lines(carts, "shopper 1")).isEqualTo(1);
    assertThat(lines(carts, "shopper " + Carts.MOST)).isEqualTo(1);
  }

  private static Future<Long> cost(String country, int count) {
    QuoteRequest.Builder quote = QuoteRequest.newBuilder().setCountry(country);
    if (count > 0) {
      quote.addLine(Line.newBuilder().setProduct("tea").setCount(count));
    }
    return new Parcels().quote(quote.build()).map(quoted -> quoted.getCost().getHundredths());
  }

  @Test
  void aParcelCostsMoreTheMoreIsInItAndTwiceThatAcrossTheSea() {
    assertThat(cost("FR", 0).value()).isZero();
    assertThat(cost("FR", 1).value()).isEqualTo(540);
    assertThat(cost("FR", 3).value()).isEqualTo(640);
    assertThat(cost("US", 3).value()).isEqualTo(1280);
    assertFails(cost("XX", 3), ShippingErr.NoSuchPlace);
  }

  private Future<String> charge(Till till, String number, int month, int year) {
    return till.charge(
            ChargeRequest.newBuilder()
                .setCard(Card.newBuilder().setNumber(number).setMonth(month).setYear(year))
                .build())
        .map(charged -> charged.getCharge());
  }

  @Test
  void aCardIsBelievedWhenItsDigitsFitAndItHasNotExpired() {
    Till till = new Till();
    test.await(till.open(test.guest()));
    assertThat(charge(till, "4111 1111 1111 1111", 6, 2030).value()).startsWith("C");
    assertFails(charge(till, "4111111111111111", 5, 2030), PaymentErr.CardExpired);
    assertFails(charge(till, "4111111111111112", 6, 2030), PaymentErr.NoCard);
    assertFails(charge(till, "0", 6, 2030), PaymentErr.NoCard);
    assertFails(charge(till, "4111-1111-1111-1111", 6, 2030), PaymentErr.NoCard);
  }

  @Test
  void aChargeIsGivenBackOnce() {
    Till till = new Till();
    test.await(till.open(test.guest()));
    GiveBackRequest back =
        GiveBackRequest.newBuilder()
            .setCharge(charge(till, "4111111111111111", 6, 2031).value())
            .build();
    assertThat(till.giveBack(back).error()).isEmpty();
    assertFails(till.giveBack(back), PaymentErr.NoSuchCharge);
  }
}
