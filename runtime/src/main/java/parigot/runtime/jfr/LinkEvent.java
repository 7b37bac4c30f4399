package parigot.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A link to another node has come up, or is lost. */
@Name("parigot.Link")
@Label("Link")
@Description("A link to another node has come up, or is lost")
@Category("Parigot")
@StackTrace(false)
@SuppressWarnings("unused") // The recorder reads the fields.
public final class LinkEvent extends Event {
  private static final LinkEvent PROBE = new LinkEvent();

  @Label("Node")
  private String node;

  @Label("Up")
  private boolean up;

  @Label("Why it is lost")
  private String why;

  private LinkEvent() {}

  /** Whether a recording wants such events. Costs next to nothing, and nothing while none runs. */
  public static boolean isOn() {
    return PROBE.isEnabled();
  }

  /**
   * It happens now.
   *
   * @param reason nothing when the link has come up
   */
  public static void happened(String to, boolean isUp, String reason) {
    if (isOn()) {
      LinkEvent event = new LinkEvent();
      event.node = to;
      event.up = isUp;
      event.why = reason;
      event.commit();
    }
  }
}
