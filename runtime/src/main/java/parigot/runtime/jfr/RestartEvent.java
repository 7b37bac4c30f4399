package parigot.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A guest is started again. */
@Name("parigot.Restart")
@Label("Restart")
@Description("A guest is started again")
@Category("Parigot")
@StackTrace(false)
@SuppressWarnings("unused") // The recorder reads the fields.
public final class RestartEvent extends Event {
  private static final RestartEvent PROBE = new RestartEvent();

  @Label("Guest")
  private String guest;

  @Label("Restarts until now")
  private int restarts;

  private RestartEvent() {}

  /** Whether a recording wants such events. Costs next to nothing, and nothing while none runs. */
  public static boolean isOn() {
    return PROBE.isEnabled();
  }

  /**
   * It happens now.
   *
   * @param count how often, this time included
   */
  public static void happened(String whose, int count) {
    if (isOn()) {
      RestartEvent event = new RestartEvent();
      event.guest = whose;
      event.restarts = count;
      event.commit();
    }
  }
}
