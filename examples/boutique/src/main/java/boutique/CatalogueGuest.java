package boutique;

import catalogue.v1.Catalogue;
import parigot.guest.Guest;

/** Serves what there is to buy. */
public final class CatalogueGuest {
  private CatalogueGuest() {}

  public static void main(String[] args) {
    Guest.named("catalogue").export(Catalogue.service(new Shelves())).start();
  }
}
