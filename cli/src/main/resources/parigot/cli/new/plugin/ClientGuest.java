package @name@;

import @name@.v1.@Name@;
import @name@.v1.ShoutRequest;
import parigot.guest.Future;
import parigot.guest.Guest;

/** A main: calls the service, prints its answer, and ends the application. */
public final class ClientGuest {
  private ClientGuest() {}

  public static void main(String[] args) {
    Guest.named("@name@-client")
        .require(@Name@.NAME)
        .main(guest -> say(@Name@.client(guest)))
        .start();
  }

  /** Says something to the service; the value is the application's exit code. */
  static Future<Integer> say(@Name@ service) {
    return service
        .shout(ShoutRequest.newBuilder().setText("@name@ is running").build())
        .map(
            response -> {
              System.out.println(response.getText());
              return 0;
            });
  }
}
