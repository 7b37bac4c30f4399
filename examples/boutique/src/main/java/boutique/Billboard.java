package boutique;

import ads.v1.Ads;
import ads.v1.PickRequest;
import ads.v1.PickResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import parigot.guest.Future;
import parigot.guest.Guest;

/** Picks by chance among those of a shelf, or among all. */
final class Billboard implements Ads {
  private record Poster(String shelf, String words, String product) {}

  private static final List<Poster> POSTERS =
      List.of(
          new Poster("tea", "The water boils. Where is the tea?", "tea"),
          new Poster("tea", "Five guests, and six cups.", "cups"),
          new Poster("desk", "Write to somebody today.", "pen"),
          new Poster("walk", "There is no wrong weather.", "boots"));

  private Random random = new Random(0);

  /** To be called before the first pick. */
  Future<Void> open(Guest guest) {
    random = guest.random();
    return Future.done();
  }

  @Override
  public Future<PickResponse> pick(PickRequest request) {
    List<Poster> fitting = new ArrayList<>();
    for (Poster poster : POSTERS) {
      if (poster.shelf().equals(request.getShelf())) {
        fitting.add(poster);
      }
    }
    List<Poster> all = fitting.isEmpty() ? POSTERS : fitting;
    Poster picked = all.get(random.nextInt(all.size()));
    return Future.of(
        PickResponse.newBuilder().setWords(picked.words()).setProduct(picked.product()).build());
  }
}
