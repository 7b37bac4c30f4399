package @name@;

import @name@.v1.@Name@;
import parigot.guest.Guest;

/** A server: offers the service to whoever requires it. It alone is granted the plugin. */
public final class @Name@Guest {
  private @Name@Guest() {}

  public static void main(String[] args) {
    Guest.named("@name@").export(@Name@.service(new @Name@Service(@Name@.host()))).start();
  }
}
