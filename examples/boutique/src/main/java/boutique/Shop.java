package boutique;

import ads.v1.Ads;
import ads.v1.PickRequest;
import ads.v1.PickResponse;
import cart.v1.AddRequest;
import cart.v1.Cart;
import cart.v1.CartErr;
import cart.v1.EmptyRequest;
import cart.v1.LookRequest;
import catalogue.v1.Catalogue;
import catalogue.v1.CatalogueErr;
import catalogue.v1.FetchRequest;
import catalogue.v1.Product;
import catalogue.v1.SearchRequest;
import checkout.v1.Checkout;
import currency.v1.ConvertRequest;
import currency.v1.Currency;
import currency.v1.KnownResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import parigot.guest.Future;
import parigot.guest.Guest;
import parigot.guest.ServiceException;
import parigot.guest.http.HttpException;
import parigot.guest.http.Request;
import parigot.guest.http.Response;
import parigot.guest.http.Router;
import recommendation.v1.Recommendation;
import recommendation.v1.SuggestRequest;
import recommendation.v1.SuggestResponse;
import shop.v1.Line;
import shop.v1.Money;

/**
 * The pages. A page without its extras (an ad, suggestions, prices in another currency) is better
 * than none, so those may fail or be late.
 */
final class Shop {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int SUGGESTIONS = 3;

  private Random random = new Random(0);
  private Ads ads;
  private Cart carts;
  private Catalogue catalogue;
  private Currency currency;
  private Recommendation recommendation;
  private OrderPages orders;

  /** To be called before the first request. */
  Future<Void> open(Guest guest) {
    random = guest.random();
    ads = Ads.client(guest);
    carts = Cart.client(guest);
    catalogue = Catalogue.client(guest);
    currency = Currency.client(guest);
    recommendation = Recommendation.client(guest);
    orders = new OrderPages(Checkout.client(guest));
    return Future.done();
  }

  Router router() {
    return new Router()
        .get("/", this::front)
        .get("/product/{id}", this::product)
        .get("/cart", this::cart)
        .post("/cart", this::add)
        .post("/cart/empty", this::empty)
        .post("/currency", this::choose)
        .post("/checkout", request -> orders.place(visit(request), request));
  }

  private Visit visit(Request request) {
    return Visit.of(request, Long.toHexString(random.nextLong()));
  }

  private Future<Response> front(Request request) {
    Visit visit = visit(request);
    String words = request.query("q").orElse("").trim();
    Future<List<Product>> found =
        words.isEmpty()
            ? catalogue.list().map(listed -> listed.getProductList())
            : catalogue
                .search(SearchRequest.newBuilder().setWords(words).build())
                .map(searched -> searched.getProductList());
    Future<List<String>> known =
        currency
            .known()
            .withTimeout(PATIENCE)
            .map(KnownResponse::getCurrencyList)
            .recover(error -> List.of(Amounts.HOME));
    return found
        .flatMap(products -> shelf(products, visit))
        .zip(known, (shelf, currencies) -> front(visit, words, shelf, currencies))
        .zip(ad(""), (page, ad) -> visit.remembered(page.html(ad).response(200)));
  }

  private static Page front(Visit visit, String words, String shelf, List<String> currencies) {
    Page page = new Page("Things for tea, desk and hills");
    page.html("<form><input name=q value=\"").text(words).html("\"><button>Search</button></form>");
    page.html("<form method=post action=/currency><select name=currency>");
    for (String each : currencies) {
      page.html(each.equals(visit.currency()) ? "<option selected>" : "<option>").text(each);
    }
    return page.html("</select><button>Show prices so</button></form>").html(shelf);
  }

  /** Products with their prices, as a part of a page. */
  private Future<String> shelf(List<Product> products, Visit visit) {
    List<Money> prices = new ArrayList<>();
    for (Product product : products) {
      prices.add(product.getPrice());
    }
    return priced(prices, visit.currency()).map(amounts -> Products.shelf(products, amounts));
  }

  /** In this currency, or as they are. */
  private Future<List<Money>> priced(List<Money> amounts, String to) {
    return currency
        .convert(ConvertRequest.newBuilder().addAllAmount(amounts).setTo(to).build())
        .withTimeout(PATIENCE)
        .map(converted -> converted.getAmountList())
        .recover(error -> amounts);
  }

  private Future<String> ad(String shelf) {
    return ads.pick(PickRequest.newBuilder().setShelf(shelf).build())
        .withTimeout(PATIENCE)
        .map(Shop::written)
        .recover(error -> "");
  }

  private static String written(PickResponse ad) {
    return "<footer><a href=/product/" + ad.getProduct() + ">" + ad.getWords() + "</a></footer>";
  }

  private Future<Product> fetch(String id) {
    return catalogue
        .fetch(FetchRequest.newBuilder().setId(id).build())
        .map(fetched -> fetched.getProduct())
        .recoverWith(
            error ->
                Future.failed(
                    error instanceof ServiceException stated
                            && stated.is(CatalogueErr.NoSuchProduct)
                        ? new HttpException(404, "There is no such product.")
                        : error));
  }

  private Future<Response> product(Request request) {
    Visit visit = visit(request);
    return fetch(request.parameter("id"))
        .flatMap(
            product ->
                priced(List.of(product.getPrice()), visit.currency())
                    .map(prices -> Products.page(product, prices.get(0)))
                    .zip(suggestions(product.getId(), visit), Page::html)
                    .zip(ad(product.getShelf()), Page::html))
        .map(page -> visit.remembered(page.response(200)));
  }

  private Future<String> suggestions(String product, Visit visit) {
    return recommendation
        .suggest(SuggestRequest.newBuilder().addProduct(product).setMost(SUGGESTIONS).build())
        .map(SuggestResponse::getProductList)
        .flatMap(ids -> fetchAll(ids))
        .flatMap(products -> shelf(products, visit))
        .withTimeout(PATIENCE)
        .map(shelf -> "<h2>Others liked</h2>" + shelf)
        .recover(error -> "");
  }

  private Future<List<Product>> fetchAll(List<String> ids) {
    List<Future<Product>> fetched = new ArrayList<>();
    for (String id : ids) {
      fetched.add(fetch(id));
    }
    return Future.all(fetched);
  }

  private Future<Response> cart(Request request) {
    Visit visit = visit(request);
    return carts
        .look(LookRequest.newBuilder().setShopper(visit.shopper()).build())
        .flatMap(cart -> cart(visit, cart.getLineList()))
        .map(page -> visit.remembered(page.response(200)));
  }

  private Future<Page> cart(Visit visit, List<Line> lines) {
    List<String> ids = new ArrayList<>();
    for (Line line : lines) {
      ids.add(line.getProduct());
    }
    return fetchAll(ids)
        .flatMap(
            products -> {
              List<Money> amounts = new ArrayList<>();
              for (int i = 0; i < lines.size(); i++) {
                amounts.add(Amounts.times(products.get(i).getPrice(), lines.get(i).getCount()));
              }
              return priced(amounts, visit.currency())
                  .map(costs -> OrderPages.cart(lines, products, costs));
            });
  }

  private Future<Response> add(Request request) {
    Visit visit = visit(request);
    Line line =
        Line.newBuilder()
            .setProduct(request.form("product").orElse(""))
            .setCount(OrderPages.number(request, "count"))
            .build();
    return fetch(line.getProduct())
        .flatMap(
            product ->
                carts.add(
                    AddRequest.newBuilder().setShopper(visit.shopper()).setLine(line).build()))
        .map(added -> visit.remembered(Response.seeOther("/cart")))
        .recoverWith(
            error ->
                Future.failed(
                    error instanceof ServiceException stated && stated.is(CartErr.BadCount)
                        ? new HttpException(400, "A cart holds 1 to 99 pieces of each product.")
                        : error));
  }

  private Future<Response> empty(Request request) {
    return carts
        .empty(EmptyRequest.newBuilder().setShopper(visit(request).shopper()).build())
        .map(emptied -> Response.seeOther("/"));
  }

  private Future<Response> choose(Request request) {
    String chosen = request.form("currency").orElse("");
    return currency
        .known()
        .map(
            known -> {
              if (!known.getCurrencyList().contains(chosen)) {
                throw new HttpException(400, "There is no such currency.");
              }
              return Visit.inCurrency(chosen, Response.seeOther("/"));
            });
  }
}
