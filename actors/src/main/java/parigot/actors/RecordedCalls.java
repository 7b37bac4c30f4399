package parigot.actors;

import parigot.kernel.CallObserver;
import parigot.runtime.jfr.CallEvent;

/** Has the JVM's flight recorder record calls, while somebody wants that. */
final class RecordedCalls implements CallObserver {
  @Override
  public boolean isOn() {
    return CallEvent.isOn();
  }

  @Override
  public Observation begun() {
    CallEvent event = CallEvent.begun();
    return (caller, service, method, outcome, request, response) ->
        event.ended(caller, service, method, outcome.label(), request, response);
  }
}
