package parigot.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A guest waits for a plugin. */
@Name("parigot.PluginCall")
@Label("Call of a plugin")
@Description("A guest waits for a plugin")
@Category("Parigot")
@StackTrace(false)
@SuppressWarnings("unused") // The recorder reads the fields.
public final class PluginCallEvent extends Event {
  private static final PluginCallEvent PROBE = new PluginCallEvent();

  @Label("Plugin")
  private String plugin;

  @Label("Guest")
  private String guest;

  @Label("Service")
  private String service;

  @Label("Method")
  private String method;

  private PluginCallEvent() {}

  /** Whether a recording wants such events. Costs next to nothing, and nothing while none runs. */
  public static boolean isOn() {
    return PROBE.isEnabled();
  }

  /** One that begins now, on this thread. */
  public static PluginCallEvent begun() {
    PluginCallEvent event = new PluginCallEvent();
    event.begin();
    return event;
  }

  /** It ends now. */
  public void ended(String of, String by, String to, String called) {
    plugin = of;
    guest = by;
    service = to;
    method = called;
    commit();
  }
}
