package boutique;

import java.util.List;
import java.util.Random;
import java.util.Set;
import parigot.guest.Future;
import parigot.guest.Guest;
import shipping.v1.QuoteRequest;
import shipping.v1.QuoteResponse;
import shipping.v1.ShipRequest;
import shipping.v1.ShipResponse;
import shipping.v1.Shipping;
import shipping.v1.ShippingErr;
import shop.v1.Line;

/** So much for a parcel, and a little more for each piece in it; twice that across the sea. */
final class Parcels implements Shipping {
  private static final Set<String> NEAR = Set.of("AT", "CH", "DE", "ES", "FR", "IT", "NL", "SE");
  private static final Set<String> FAR = Set.of("GB", "IE", "US");
  private static final int PARCEL = 490;
  private static final int PIECE = 50;

  private Random random = new Random(0);

  /** To be called before the first parcel. */
  Future<Void> open(Guest guest) {
    random = guest.random();
    return Future.done();
  }

  @Override
  public Future<QuoteResponse> quote(QuoteRequest request) {
    return Future.compute(
        () ->
            QuoteResponse.newBuilder()
                .setCost(
                    Amounts.of(Amounts.HOME, cost(request.getCountry(), request.getLineList())))
                .build());
  }

  private static long cost(String country, List<Line> lines) {
    boolean isFar = isFar(country);
    long pieces = 0;
    for (Line line : lines) {
      pieces += line.getCount();
    }
    if (pieces == 0) {
      return 0;
    }
    return (PARCEL + PIECE * pieces) * (isFar ? 2 : 1);
  }

  private static boolean isFar(String country) {
    if (!NEAR.contains(country) && !FAR.contains(country)) {
      throw ShippingErr.NoSuchPlace.exception("nothing is sent to " + country);
    }
    return FAR.contains(country);
  }

  @Override
  public Future<ShipResponse> ship(ShipRequest request) {
    return Future.compute(
        () -> {
          String direction = isFar(request.getAddress().getCountry()) ? "SEA-" : "ROAD-";
          int number = 100_000_000 + random.nextInt(900_000_000);
          return ShipResponse.newBuilder().setParcel(direction + number).build();
        });
  }
}
