package parigot.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A call, from when the kernel took it to its end. */
@Name("parigot.Call")
@Label("Call")
@Description("A call of a guest, from when the kernel took it to its end")
@Category("Parigot")
@StackTrace(false)
@SuppressWarnings("unused") // The recorder reads the fields.
public final class CallEvent extends Event {
  private static final CallEvent PROBE = new CallEvent();

  @Label("Caller")
  private String caller;

  @Label("Service")
  private String service;

  @Label("Method")
  private String method;

  @Label("Outcome")
  private String outcome;

  @DataAmount
  @Label("Request")
  private int requestBytes;

  @DataAmount
  @Label("Response")
  private int responseBytes;

  private CallEvent() {}

  /** Whether a recording wants such events. Costs next to nothing, and nothing while none runs. */
  public static boolean isOn() {
    return PROBE.isEnabled();
  }

  /** One that begins now. */
  public static CallEvent begun() {
    CallEvent event = new CallEvent();
    event.begin();
    return event;
  }

  /** It ends now. */
  public void ended(
      String from, String to, String called, String whatBecame, int request, int response) {
    caller = from;
    service = to;
    method = called;
    outcome = whatBecame;
    requestBytes = request;
    responseBytes = response;
    commit();
  }
}
