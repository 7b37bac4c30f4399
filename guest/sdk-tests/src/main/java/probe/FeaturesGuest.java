package probe;

import parigot.guest.Future;
import parigot.guest.Guest;

/** Uses what a service's author may use of Java, and prints what does not work as on a JVM. */
public final class FeaturesGuest {
  private FeaturesGuest() {}

  public static void main(String[] args) {
    Guest.named("features")
        .main(
            guest -> {
              Checks checks = new Checks();
              LanguageChecks.run(checks);
              CollectionChecks.run(checks);
              TextChecks.run(checks);
              TimeChecks.run(checks);
              RandomChecks.run(checks);
              System.out.println(checks.made() + " checks, " + checks.failed() + " failed");
              return Future.of(checks.failed() == 0 ? 0 : 1);
            })
        .start();
  }
}
