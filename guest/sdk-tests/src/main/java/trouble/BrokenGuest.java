package trouble;

import parigot.guest.Guest;

/** A main that fails. */
public final class BrokenGuest {
  private BrokenGuest() {}

  public static void main(String[] args) {
    Guest.named("broken")
        .main(
            guest -> {
              throw new IllegalStateException("it is broken");
            })
        .start();
  }
}
