package @name@;

import @service.package@.@Service@;
import parigot.guest.Future;
import parigot.guest.Guest;

/** A main: uses the service, and ends the application. */
public final class @Name@Guest {
  private @Name@Guest() {}

  public static void main(String[] args) {
    Guest.named("@name@").require(@Service@.NAME).main(guest -> use(@Service@.client(guest))).start();
  }

  /** Uses the service; the value is the application's exit code. */
  static Future<Integer> use(@Service@ service) {
    // Call its methods here: service.method(request).map(response -> ...)
    System.out.println("@name@ has found @Service@");
    return Future.of(0);
  }
}
