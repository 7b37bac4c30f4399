package boutique;

import catalogue.v1.Catalogue;
import parigot.guest.Guest;
import recommendation.v1.Recommendation;

/** Serves what may be liked. */
public final class RecommendationGuest {
  private RecommendationGuest() {}

  public static void main(String[] args) {
    Neighbours neighbours = new Neighbours();
    Guest.named("recommendation")
        .require(Catalogue.NAME)
        .export(Recommendation.service(neighbours))
        .ready(neighbours::open)
        .start();
  }
}
