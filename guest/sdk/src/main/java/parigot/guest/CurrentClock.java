package parigot.guest;

/** Which clock the program that runs has. */
final class CurrentClock {
  private static final ThreadLocal<Clock> OF_THIS_THREAD =
      Callbacks.isGuest() ? null : new ThreadLocal<>();
  private static Clock ofTheGuest;

  private CurrentClock() {}

  static Clock get() {
    Clock clock = Callbacks.isGuest() ? ofTheGuest : OF_THIS_THREAD.get();
    if (clock == null) {
      throw new IllegalStateException(
          "there is no clock outside of a guest: open a ManualTime in the test");
    }
    return clock;
  }

  /** Replaces the clock; null leaves none. */
  static void set(Clock clock) {
    if (Callbacks.isGuest()) {
      ofTheGuest = clock;
    } else if (clock == null) {
      OF_THIS_THREAD.remove();
    } else {
      OF_THIS_THREAD.set(clock);
    }
  }
}
