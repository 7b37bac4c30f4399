package boutique;

import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import parigot.guest.Future;
import parigot.guest.Guest;
import payment.v1.Card;
import payment.v1.ChargeRequest;
import payment.v1.ChargeResponse;
import payment.v1.GiveBackRequest;
import payment.v1.Payment;
import payment.v1.PaymentErr;

/**
 * Believes every card whose last digit fits the others and that has not expired. So many charges
 * can be given back; of more the first is forgotten.
 */
final class Till implements Payment {
  private static final int LEAST_DIGITS = 12;
  private static final int MOST_DIGITS = 19;
  private static final int SECONDS_OF_A_DAY = 86_400;
  private static final int MOST_CHARGES = 10_000;

  private final Set<String> charges = new LinkedHashSet<>();
  private Guest guest;
  private Random random;

  /** To be called before the first charge. */
  Future<Void> open(Guest self) {
    guest = self;
    random = self.random();
    return Future.done();
  }

  @Override
  public Future<ChargeResponse> charge(ChargeRequest request) {
    return Future.compute(
        () -> {
          check(request.getCard());
          String charge = "C" + Long.toString(random.nextLong() & Long.MAX_VALUE, 36);
          charges.add(charge);
          if (charges.size() > MOST_CHARGES) {
            charges.remove(charges.iterator().next());
          }
          guest.log().info("charged", "amount", Amounts.written(request.getAmount()));
          return ChargeResponse.newBuilder().setCharge(charge).build();
        });
  }

  private void check(Card card) {
    if (!isCard(card.getNumber().replace(" ", ""))) {
      throw PaymentErr.NoCard.exception("the digits are those of no card");
    }
    LocalDate today = LocalDate.ofEpochDay(guest.now().getEpochSecond() / SECONDS_OF_A_DAY);
    int month = today.getYear() * 12 + today.getMonthValue();
    if (card.getYear() * 12 + card.getMonth() < month) {
      throw PaymentErr.CardExpired.exception(card.getMonth() + "/" + card.getYear());
    }
  }

  /** Luhn's check: every second digit from the right counts twice, and the sum ends in 0. */
  private static boolean isCard(String number) {
    int sum = 0;
    for (int i = 0; i < number.length(); i++) {
      int digit = number.charAt(number.length() - 1 - i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      int counted = i % 2 == 0 ? digit : 2 * digit;
      sum += counted > 9 ? counted - 9 : counted;
    }
    return number.length() >= LEAST_DIGITS && number.length() <= MOST_DIGITS && sum % 10 == 0;
  }

  @Override
  public Future<Void> giveBack(GiveBackRequest request) {
    if (!charges.remove(request.getCharge())) {
      return Future.failed(PaymentErr.NoSuchCharge.exception(request.getCharge()));
    }
    guest.log().info("given back", "charge", request.getCharge());
    return Future.done();
  }
}
