package boutique;

import catalogue.v1.Catalogue;
import catalogue.v1.Product;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import parigot.guest.Future;
import parigot.guest.Guest;
import recommendation.v1.Recommendation;
import recommendation.v1.SuggestRequest;
import recommendation.v1.SuggestResponse;

/** Suggests what stands on the same shelves, and then what stands on others. */
final class Neighbours implements Recommendation {
  private Catalogue catalogue;

  /** To be called before the first suggestion. */
  Future<Void> open(Guest self) {
    catalogue = Catalogue.client(self);
    return Future.done();
  }

  @Override
  public Future<SuggestResponse> suggest(SuggestRequest request) {
    return catalogue
        .list()
        .map(
            listed ->
                SuggestResponse.newBuilder()
                    .addAllProduct(near(request, listed.getProductList()))
                    .build());
  }

  private static List<String> near(SuggestRequest request, List<Product> products) {
    Set<String> shelves = new HashSet<>();
    for (Product product : products) {
      if (request.getProductList().contains(product.getId())) {
        shelves.add(product.getShelf());
      }
    }
    List<String> near = new ArrayList<>();
    List<String> far = new ArrayList<>();
    for (Product product : products) {
      if (!request.getProductList().contains(product.getId())) {
        (shelves.contains(product.getShelf()) ? near : far).add(product.getId());
      }
    }
    near.addAll(far);
    return near.subList(0, Math.min(near.size(), Math.max(0, request.getMost())));
  }
}
