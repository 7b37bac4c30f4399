package parigot.servers;

import nutsdb.v1.NutsDB;
import parigot.guest.Guest;

/**
 * The guest that offers {@code nutsdb.v1.NutsDB} to others: what is sound goes on to the plugin.
 */
public final class NutsDbGuest {
  private NutsDbGuest() {}

  public static void main(String[] args) {
    Guest.named("nutsdb").export(NutsDB.service(new CheckedNutsDb(NutsDB.host()))).start();
  }
}
