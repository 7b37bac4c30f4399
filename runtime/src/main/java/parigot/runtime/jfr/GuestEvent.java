package parigot.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A guest works on an event, or is at its start. */
@Name("parigot.GuestEvent")
@Label("Guest at an event")
@Description("A guest works on an event, or is at its start")
@Category("Parigot")
@StackTrace(false)
@SuppressWarnings("unused") // The recorder reads the fields.
public final class GuestEvent extends Event {
  private static final GuestEvent PROBE = new GuestEvent();

  @Label("Guest")
  private String guest;

  @Label("Kind")
  private String kind;

  private GuestEvent() {}

  /** Whether a recording wants such events. Costs next to nothing, and nothing while none runs. */
  public static boolean isOn() {
    return PROBE.isEnabled();
  }

  /** One that begins now, on this thread. */
  public static GuestEvent begun() {
    GuestEvent event = new GuestEvent();
    event.begin();
    return event;
  }

  /** It ends now. */
  public void ended(String whose, String what) {
    guest = whose;
    kind = what;
    commit();
  }
}
