package stock;

import java.util.HashMap;
import java.util.Map;
import parigot.guest.Future;
import stock.v1.Stock;
import stock.v1.StockErr;
import stock.v1.TakeRequest;
import stock.v1.TakeResponse;

/** A warehouse that has ten of each article at first. */
final class StockService implements Stock {
  private static final int AT_FIRST = 10;

  private final Map<String, Integer> taken = new HashMap<>();

  @Override
  public Future<TakeResponse> take(TakeRequest request) {
    int left = AT_FIRST - taken.getOrDefault(request.getArticle(), 0);
    if (Integer.compareUnsigned(request.getCount(), left) > 0) {
      return Future.failed(StockErr.NotEnough.exception(left + " are left"));
    }
    taken.merge(request.getArticle(), request.getCount(), Integer::sum);
    return Future.of(TakeResponse.newBuilder().setLeft(left - request.getCount()).build());
  }
}
