package boutique;

import parigot.guest.Guest;
import payment.v1.Payment;

/** Serves payments. */
public final class PaymentGuest {
  private PaymentGuest() {}

  public static void main(String[] args) {
    Till till = new Till();
    Guest.named("payment").export(Payment.service(till)).ready(till::open).start();
  }
}
