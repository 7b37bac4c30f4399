package boutique;

import cart.v1.Cart;
import cart.v1.EmptyRequest;
import cart.v1.LookRequest;
import catalogue.v1.Catalogue;
import catalogue.v1.FetchRequest;
import catalogue.v1.FetchResponse;
import checkout.v1.Checkout;
import checkout.v1.CheckoutErr;
import checkout.v1.Order;
import checkout.v1.OrderLine;
import checkout.v1.PlaceRequest;
import checkout.v1.PlaceResponse;
import currency.v1.ConvertRequest;
import currency.v1.Currency;
import currency.v1.CurrencyErr;
import java.util.ArrayList;
import java.util.List;
import parigot.guest.Future;
import parigot.guest.Guest;
import parigot.guest.OutcomeUnknownException;
import parigot.guest.ServiceException;
import payment.v1.ChargeRequest;
import payment.v1.ChargeResponse;
import payment.v1.GiveBackRequest;
import payment.v1.Payment;
import shipping.v1.QuoteRequest;
import shipping.v1.ShipRequest;
import shipping.v1.Shipping;
import shipping.v1.ShippingErr;
import shop.v1.Line;
import shop.v1.Money;

/** Asks for the prices, charges the card, ships, and empties the cart. */
final class Orders implements Checkout {
  private Guest guest;
  private Cart carts;
  private Catalogue catalogue;
  private Currency currency;
  private Payment payment;
  private Shipping shipping;

  /** To be called before the first order. */
  Future<Void> open(Guest self) {
    guest = self;
    carts = Cart.client(self);
    catalogue = Catalogue.client(self);
    currency = Currency.client(self);
    payment = Payment.client(self);
    shipping = Shipping.client(self);
    return Future.done();
  }

  @Override
  public Future<PlaceResponse> place(PlaceRequest request) {
    return carts
        .look(LookRequest.newBuilder().setShopper(request.getShopper()).build())
        .flatMap(
            cart ->
                cart.getLineCount() == 0
                    ? Future.failed(CheckoutErr.EmptyCart.exception())
                    : price(request, cart.getLineList()))
        .flatMap(priced -> pay(request, priced).flatMap(charge -> ship(request, priced, charge)))
        .flatMap(order -> empty(request.getShopper(), order));
  }

  /** The order as far as it is known before anybody pays. */
  private Future<Order> price(PlaceRequest request, List<Line> lines) {
    List<Future<FetchResponse>> fetched = new ArrayList<>();
    for (Line line : lines) {
      fetched.add(catalogue.fetch(FetchRequest.newBuilder().setId(line.getProduct()).build()));
    }
    QuoteRequest quote =
        QuoteRequest.newBuilder()
            .setCountry(request.getAddress().getCountry())
            .addAllLine(lines)
            .build();
    return Future.all(fetched)
        .zip(
            shipping.quote(quote).recoverWith(Orders::wrongPlace),
            (products, quoted) -> {
              List<Money> amounts = new ArrayList<>();
              for (int i = 0; i < lines.size(); i++) {
                amounts.add(
                    Amounts.times(
                        products.get(i).getProduct().getPrice(), lines.get(i).getCount()));
              }
              amounts.add(quoted.getCost());
              return convert(amounts, request.getCurrency())
                  .map(converted -> order(lines, products, converted));
            })
        .flatMap(order -> order);
  }

  private static <T> Future<T> wrongPlace(Throwable error) {
    return Future.failed(
        error instanceof ServiceException stated && stated.is(ShippingErr.NoSuchPlace)
            ? CheckoutErr.NoSuchPlace.exception(stated.getMessage())
            : error);
  }

  private Future<List<Money>> convert(List<Money> amounts, String to) {
    return currency
        .convert(ConvertRequest.newBuilder().addAllAmount(amounts).setTo(to).build())
        .map(converted -> converted.getAmountList())
        .recoverWith(
            error ->
                Future.failed(
                    error instanceof ServiceException stated
                            && stated.is(CurrencyErr.UnknownCurrency)
                        ? CheckoutErr.UnknownCurrency.exception(to)
                        : error));
  }

  private static Order order(List<Line> lines, List<FetchResponse> products, List<Money> amounts) {
    Order.Builder order = Order.newBuilder();
    long total = 0;
    for (int i = 0; i < lines.size(); i++) {
      order.addLine(
          OrderLine.newBuilder()
              .setLine(lines.get(i))
              .setName(products.get(i).getProduct().getName())
              .setCost(amounts.get(i)));
      total += amounts.get(i).getHundredths();
    }
    Money shipping = amounts.get(lines.size());
    total += shipping.getHundredths();
    return order.setShipping(shipping).setTotal(Amounts.of(shipping.getCurrency(), total)).build();
  }

  private Future<String> pay(PlaceRequest request, Order priced) {
    return payment
        .charge(
            ChargeRequest.newBuilder()
                .setAmount(priced.getTotal())
                .setCard(request.getCard())
                .build())
        .map(ChargeResponse::getCharge)
        .recoverWith(
            error ->
                Future.failed(
                    error instanceof ServiceException
                        ? CheckoutErr.CardRefused.exception(error.getMessage())
                        : error));
  }

  /** What certainly was not shipped is paid back; nobody knows what may have been. */
  private Future<Order> ship(PlaceRequest request, Order priced, String charge) {
    ShipRequest.Builder parcel = ShipRequest.newBuilder().setAddress(request.getAddress());
    for (OrderLine line : priced.getLineList()) {
      parcel.addLine(line.getLine());
    }
    return shipping
        .ship(parcel.build())
        .map(shipped -> priced.toBuilder().setCharge(charge).setParcel(shipped.getParcel()).build())
        .recoverWith(
            error -> {
              if (error instanceof OutcomeUnknownException) {
                guest.log().error("perhaps shipped", "charge", charge, "why", error.getMessage());
                return Future.failed(error);
              }
              return payment
                  .giveBack(GiveBackRequest.newBuilder().setCharge(charge).build())
                  .flatMap(
                      givenBack ->
                          Future.failed(CheckoutErr.NotShipped.exception(error.getMessage())));
            });
  }

  /** The order stands, whether or not the cart could be emptied. */
  private Future<PlaceResponse> empty(String shopper, Order order) {
    PlaceResponse placed = PlaceResponse.newBuilder().setOrder(order).build();
    return carts
        .empty(EmptyRequest.newBuilder().setShopper(shopper).build())
        .onFailure(error -> guest.log().warning("cart not emptied", "why", error.getMessage()))
        .map(emptied -> placed)
        .recover(error -> placed);
  }
}
