package boutique;

import catalogue.v1.Product;
import checkout.v1.Checkout;
import checkout.v1.CheckoutErr;
import checkout.v1.Order;
import checkout.v1.OrderLine;
import checkout.v1.PlaceRequest;
import java.util.List;
import parigot.guest.Future;
import parigot.guest.OutcomeUnknownException;
import parigot.guest.ServiceException;
import parigot.guest.http.HttpException;
import parigot.guest.http.Request;
import parigot.guest.http.Response;
import payment.v1.Card;
import shop.v1.Address;
import shop.v1.Line;
import shop.v1.Money;

/** The pages of a cart and of an order. */
final class OrderPages {
  private static final String FORM =
      """
      <h2>Order</h2><form method=post action=/checkout>\
      <input name=name placeholder=Name required><input name=street placeholder=Street required>\
      <input name=town placeholder=Town required><input name=country value=FR size=2 required><br>\
      <input name=card value="4111 1111 1111 1111"><input name=month value=12 size=2>\
      <input name=year value=2030 size=4><button>Pay and send</button></form>\
      <form method=post action=/cart/empty><button>Empty the cart</button></form>""";

  private final Checkout checkout;

  OrderPages(Checkout checkout) {
    this.checkout = checkout;
  }

  /** A field of a form that must be a whole number. */
  static int number(Request request, String field) {
    String sent = request.form(field).orElse("");
    try {
      return Integer.parseInt(sent.trim());
    } catch (NumberFormatException e) {
      throw new HttpException(400, field + " must be a whole number.");
    }
  }

  static Page cart(List<Line> lines, List<Product> products, List<Money> costs) {
    Page page = new Page("Your cart");
    if (lines.isEmpty()) {
      return page.html("<p>There is nothing in it.");
    }
    page.html("<table>");
    for (int i = 0; i < lines.size(); i++) {
      row(page, lines.get(i).getCount(), products.get(i).getName(), costs.get(i));
    }
    return page.html("</table>").html(FORM);
  }

  private static void row(Page page, int count, String name, Money cost) {
    page.html("<tr><td>" + count + "<td>").text(name).html("<td>").text(Amounts.written(cost));
  }

  /** Answers the form of a cart's page. */
  Future<Response> place(Visit visit, Request request) {
    PlaceRequest order =
        PlaceRequest.newBuilder()
            .setShopper(visit.shopper())
            .setCurrency(visit.currency())
            .setAddress(
                Address.newBuilder()
                    .setName(request.form("name").orElse(""))
                    .setStreet(request.form("street").orElse(""))
                    .setTown(request.form("town").orElse(""))
                    .setCountry(request.form("country").orElse("")))
            .setCard(
                Card.newBuilder()
                    .setNumber(request.form("card").orElse(""))
                    .setMonth(number(request, "month"))
                    .setYear(number(request, "year")))
            .build();
    return checkout
        .place(order)
        .map(placed -> placed(placed.getOrder()).response(200))
        .recover(OrderPages::refused);
  }

  private static Page placed(Order order) {
    Page page = new Page("Thank you");
    page.html("<p>Parcel <b>").text(order.getParcel()).html("</b> is on its way.<table>");
    for (OrderLine line : order.getLineList()) {
      row(page, line.getLine().getCount(), line.getName(), line.getCost());
    }
    row(page, 1, "Shipping", order.getShipping());
    return page.html("<tr><th><th>Total<th>")
        .text(Amounts.written(order.getTotal()))
        .html("</table>");
  }

  private static Response refused(Throwable error) {
    if (error instanceof ServiceException stated
        && stated.error() instanceof CheckoutErr why
        && why != CheckoutErr.DispatchError) {
      return new Page("That did not work").html("<p>").text(sentence(why)).response(400);
    }
    // Whoever does not know whether they have paid must not be told to try again.
    return error instanceof OutcomeUnknownException
        ? new Page("We do not know")
            .html("<p>Perhaps the order was placed: look for a mail before you order again.")
            .response(500)
        : new Page("Later, please").html("<p>Nothing was ordered, and nothing paid.").response(503);
  }

  private static String sentence(CheckoutErr why) {
    return switch (why) {
      case EmptyCart -> "There is nothing in your cart.";
      case CardRefused -> "The card was refused.";
      case NoSuchPlace -> "Nothing is sent to that country.";
      case UnknownCurrency -> "There is no such currency.";
      case NotShipped -> "The parcel could not be sent; you have not paid.";
      default -> "The order could not be read.";
    };
  }
}
