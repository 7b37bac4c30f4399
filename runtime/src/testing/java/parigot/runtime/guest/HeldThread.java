package parigot.runtime.guest;

/** A thread that a guest holds for long, as far as those can tell that provide threads. */
public final class HeldThread {
  private final LongEvents longEvents;

  /** Held until it is released. */
  public HeldThread(LongEvents longEvents) {
    this.longEvents = longEvents;
    longEvents.begun();
  }

  public void release() {
    longEvents.ended();
  }
}
