package boutique;

import java.util.Optional;
import parigot.guest.http.Cookie;
import parigot.guest.http.Request;
import parigot.guest.http.Response;

/**
 * Who asks for a page, as their cookies say.
 *
 * @param isNew whether they have not been here before
 */
record Visit(String shopper, String currency, boolean isNew) {
  private static final String SHOPPER = "shopper";
  private static final String CURRENCY = "currency";

  /**
   * Reads the cookies.
   *
   * @param fresh what to call a shopper who has none
   */
  static Visit of(Request request, String fresh) {
    Optional<String> shopper = request.cookie(SHOPPER);
    return new Visit(
        shopper.orElse(fresh), request.cookie(CURRENCY).orElse(Amounts.HOME), shopper.isEmpty());
  }

  /** Has the browser remember who it is. */
  Response remembered(Response response) {
    return isNew ? response.cookie(Cookie.of(SHOPPER, shopper)) : response;
  }

  static Response inCurrency(String currency, Response response) {
    return response.cookie(Cookie.of(CURRENCY, currency));
  }
}
