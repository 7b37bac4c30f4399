package parigot.kernel;

/** A guest that has not ended, as it stands at one moment. */
public record GuestView(String label, Id host, GuestKind kind, State state) {

  /** How far a guest has come. */
  public enum State {
    /** It has not asked to launch all that it registered. */
    STARTING,
    /** It has asked, and something that it requires is not running. */
    WAITING,
    /** All that it registered is running. */
    LAUNCHED,
    /** It was asked to end. */
    ENDING
  }
}
