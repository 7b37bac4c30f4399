package boutique;

import catalogue.v1.Catalogue;
import catalogue.v1.CatalogueErr;
import catalogue.v1.FetchRequest;
import catalogue.v1.FetchResponse;
import catalogue.v1.ListResponse;
import catalogue.v1.Product;
import catalogue.v1.SearchRequest;
import catalogue.v1.SearchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringTokenizer;
import parigot.guest.Future;
import shop.v1.Money;

/** A shop's few products, as they stand on its shelves. */
final class Shelves implements Catalogue {
  private static final List<Product> PRODUCTS =
      List.of(
          product("kettle", "Enamel kettle", "Holds two litres, whistles in C.", 3490, "tea", "🫖"),
          product("cups", "Six cups", "None is quite like the others.", 2400, "tea", "🍵"),
          product("tea", "Tea from a hill", "Smoky, picked in spring.", 890, "tea", "🌿"),
          product("lamp", "Desk lamp", "A warm light and a long arm.", 5900, "desk", "💡"),
          product("pen", "Fountain pen", "Writes on if it is dropped.", 4250, "desk", "🖋"),
          product("paper", "Ream of paper", "Five hundred sheets, unlined.", 1190, "desk", "📄"),
          product("boots", "Walking boots", "For hills and for the rain.", 12900, "walk", "🥾"),
          product("socks", "Wool socks", "Two pairs, for the boots.", 1450, "walk", "🧦"),
          product("map", "Map of the hills", "Folds back the way it was.", 990, "walk", "🗺"));

  private static Product product(
      String id, String name, String description, int cents, String shelf, String picture) {
    return Product.newBuilder()
        .setId(id)
        .setName(name)
        .setDescription(description)
        .setPrice(Money.newBuilder().setCurrency(Amounts.HOME).setHundredths(cents))
        .setShelf(shelf)
        .setPicture(picture)
        .build();
  }

  @Override
  public Future<ListResponse> list() {
    return Future.of(ListResponse.newBuilder().addAllProduct(PRODUCTS).build());
  }

  @Override
  public Future<FetchResponse> fetch(FetchRequest request) {
    for (Product product : PRODUCTS) {
      if (product.getId().equals(request.getId())) {
        return Future.of(FetchResponse.newBuilder().setProduct(product).build());
      }
    }
    return Future.failed(CatalogueErr.NoSuchProduct.exception(request.getId()));
  }

  @Override
  public Future<SearchResponse> search(SearchRequest request) {
    List<Product> found = new ArrayList<>();
    for (Product product : PRODUCTS) {
      if (hasAll(product, request.getWords())) {
        found.add(product);
      }
    }
    return Future.of(SearchResponse.newBuilder().addAllProduct(found).build());
  }

  private static boolean hasAll(Product product, String words) {
    String text = small(product.getName() + " " + product.getDescription());
    // Not by String.split, whose patterns would make the module twice as large.
    StringTokenizer wanted = new StringTokenizer(small(words));
    while (wanted.hasMoreTokens()) {
      if (!text.contains(wanted.nextToken())) {
        return false;
      }
    }
    return true;
  }

  private static String small(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
