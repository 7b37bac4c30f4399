package parigot.plugin;

/** One life of a guest, by its host id: what a plugin counts by, and whose end it is told of. */
public record GuestLife(long hostHigh, long hostLow) {

  /** Whose call this is. */
  public static GuestLife of(Caller caller) {
    return new GuestLife(caller.hostHigh(), caller.hostLow());
  }
}
