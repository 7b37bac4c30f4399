package parigot.kernel;

import java.util.List;
import org.apiguardian.api.API;

/**
 * A guest that has not ended, as it stands at one moment.
 *
 * @param waitsFor what keeps it from running, as in {@code d.v1.d (which nobody exports)}
 * @param mailbox how many calls to it are not answered, or not forgotten by it
 * @param calls how many calls of its own wait
 */
@API(status = API.Status.MAINTAINED)
public record GuestView(
    String label,
    Id host,
    GuestKind kind,
    State state,
    List<String> waitsFor,
    int mailbox,
    int calls) {

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
