package boutique;

import cart.v1.AddRequest;
import cart.v1.Cart;
import cart.v1.CartErr;
import cart.v1.EmptyRequest;
import cart.v1.LookRequest;
import cart.v1.LookResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import parigot.guest.Future;
import shop.v1.Line;

/** Keeps carts in memory. Of more than so many the one that was made first is forgotten. */
final class Carts implements Cart {
  static final int MOST = 10_000;
  private static final int MOST_PIECES = 99;

  private final Map<String, Map<String, Integer>> carts = new LinkedHashMap<>();

  @Override
  public Future<Void> add(AddRequest request) {
    Line line = request.getLine();
    Map<String, Integer> cart = carts.get(request.getShopper());
    int before = cart == null ? 0 : cart.getOrDefault(line.getProduct(), 0);
    int now = before + line.getCount();
    if (line.getCount() < 1 || line.getCount() > MOST_PIECES || now > MOST_PIECES) {
      return Future.failed(CartErr.BadCount.exception(now + " of " + line.getProduct()));
    }
    if (cart == null) {
      cart = new LinkedHashMap<>();
      carts.put(request.getShopper(), cart);
      forgetTheFirst();
    }
    cart.put(line.getProduct(), now);
    return Future.done();
  }

  private void forgetTheFirst() {
    if (carts.size() > MOST) {
      carts.remove(carts.keySet().iterator().next());
    }
  }

  @Override
  public Future<LookResponse> look(LookRequest request) {
    List<Line> lines = new ArrayList<>();
    for (Map.Entry<String, Integer> picked :
        carts.getOrDefault(request.getShopper(), Map.of()).entrySet()) {
      lines.add(Line.newBuilder().setProduct(picked.getKey()).setCount(picked.getValue()).build());
    }
    return Future.of(LookResponse.newBuilder().addAllLine(lines).build());
  }

  @Override
  public Future<Void> empty(EmptyRequest request) {
    carts.remove(request.getShopper());
    return Future.done();
  }
}
