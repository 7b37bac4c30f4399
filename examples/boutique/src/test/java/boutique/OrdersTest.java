package boutique;

import static org.assertj.core.api.Assertions.assertThat;

import cart.v1.AddRequest;
import cart.v1.Cart;
import cart.v1.LookRequest;
import catalogue.v1.Catalogue;
import checkout.v1.CheckoutErr;
import checkout.v1.Order;
import checkout.v1.PlaceRequest;
import currency.v1.Currency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parigot.guest.Fake;
import parigot.guest.OutcomeUnknownException;
import parigot.guest.ServiceException;
import parigot.guest.TestGuest;
import payment.v1.Card;
import payment.v1.ChargeResponse;
import payment.v1.Payment;
import payment.v1.PaymentErr;
import shipping.v1.QuoteResponse;
import shipping.v1.ShipResponse;
import shipping.v1.Shipping;
import shipping.v1.ShippingErr;
import shop.v1.Address;
import shop.v1.Line;

/** What an order does with others' money when something fails in the middle of it. */
class OrdersTest {
  private static final String SHOPPER = "ada";

  private final TestGuest test =
      TestGuest.open()
          .quiet()
          .provide(Cart.service(new Carts()))
          .provide(Catalogue.service(new Shelves()))
          .provide(Currency.service(new Rates()));
  private final Fake<Payment> payment = test.fake(Payment.class);
  private final Fake<Shipping> shipping = test.fake(Shipping.class);
  private final Cart carts = Cart.client(test.guest());
  private final Orders orders = new Orders();

  OrdersTest() {
    payment.on(Payment::charge).answer(ChargeResponse.newBuilder().setCharge("the charge").build());
    shipping
        .on(Shipping::quote)
        .answer(QuoteResponse.newBuilder().setCost(Amounts.of(Amounts.HOME, 500)).build());
    shipping.on(Shipping::ship).answer(ShipResponse.newBuilder().setParcel("P-1").build());
    test.await(orders.open(test.guest()));
  }

  @AfterEach
  void end() {
    test.close();
  }

  private void pick(String product, int count) {
    Line line = Line.newBuilder().setProduct(product).setCount(count).build();
    test.await(carts.add(AddRequest.newBuilder().setShopper(SHOPPER).setLine(line).build()));
  }

  private static PlaceRequest order() {
    return PlaceRequest.newBuilder()
        .setShopper(SHOPPER)
        .setCurrency("EUR")
        .setAddress(Address.newBuilder().setCountry("FR"))
        .setCard(Card.getDefaultInstance())
        .build();
  }

  private int left() {
    return test.await(carts.look(LookRequest.newBuilder().setShopper(SHOPPER).build()))
        .getLineCount();
  }

  private void assertFailsWith(CheckoutErr error) {
    assertThat(test.awaitError(orders.place(order())))
        .isInstanceOfSatisfying(
            ServiceException.class, failure -> assertThat(failure.error()).isEqualTo(error));
  }

  @Test
  void anOrderIsPricedPaidAndShippedAndTheCartIsEmptyThen() {
    pick("kettle", 1);
    pick("tea", 3);

    Order order = test.await(orders.place(order())).getOrder();

    assertThat(order.getTotal()).isEqualTo(Amounts.of("EUR", 3490 + 3 * 890 + 500));
    assertThat(order.getCharge()).isEqualTo("the charge");
    assertThat(order.getParcel()).isEqualTo("P-1");
    assertThat(payment.on(Payment::charge).requests().get(0).getAmount())
        .isEqualTo(order.getTotal());
    assertThat(left()).isZero();
  }

  @Test
  void anEmptyCartIsNoOrder() {
    assertFailsWith(CheckoutErr.EmptyCart);
    assertThat(payment.on(Payment::charge).requests()).isEmpty();
  }

  @Test
  void whoseCardIsRefusedKeepsTheCart() {
    pick("lamp", 1);
    payment.on(Payment::charge).fail(PaymentErr.CardExpired);
    assertFailsWith(CheckoutErr.CardRefused);
    assertThat(shipping.on(Shipping::ship).requests()).isEmpty();
    assertThat(left()).isEqualTo(1);
  }

  @Test
  void whatCertainlyWasNotShippedIsPaidBack() {
    pick("lamp", 1);
    shipping.on(Shipping::ship).fail(ShippingErr.NoSuchPlace);
    payment.on(Payment::giveBack).answer(null);
    assertFailsWith(CheckoutErr.NotShipped);
    assertThat(payment.on(Payment::giveBack).requests())
        .singleElement()
        .satisfies(back -> assertThat(back.getCharge()).isEqualTo("the charge"));
    assertThat(left()).isEqualTo(1);
  }

  @Test
  void whatMayHaveBeenShippedIsNotPaidBack() {
    pick("lamp", 1);
    shipping.on(Shipping::ship).neverAnswer();
    assertThat(test.awaitError(orders.place(order()))).isInstanceOf(OutcomeUnknownException.class);
    assertThat(payment.on(Payment::giveBack).requests()).isEmpty();
    assertThat(test.log()).anyMatch(line -> line.contains("perhaps shipped"));
  }
}
