package httpsimple;

import static org.assertj.core.api.Assertions.assertThat;
import static parigot.simulation.Fault.CRASH;
import static parigot.simulation.Fault.HANG;
import static parigot.simulation.Fault.LATE;
import static parigot.simulation.Fault.LOST;
import static parigot.simulation.Fault.PLUGIN_TIMEOUT;

import http.v1.host.GetRequest;
import http.v1.host.GetResponse;
import http.v1.host.HttpRequest;
import parigot.simulation.CallFailedException;
import parigot.simulation.Invariants;
import parigot.testkit.Simulate;

/**
 * Runs the modules in one thread, in every order that a seed comes to, with all that goes wrong.
 */
class SimulationTest {
  private static final GetRequest PAGE =
      GetRequest.newBuilder().setRequest(HttpRequest.newBuilder().setUrl("/")).build();

  /**
   * There is no browser, so the test asks in its place: the page is there whenever the guest runs.
   */
  @Simulate(
      conf = "application.conf",
      config = "parigot.guest-defaults.engine = jvm",
      seeds = 20,
      lastingMillis = 1000,
      faults = {LATE, LOST, CRASH, HANG, PLUGIN_TIMEOUT})
  void callsEndWhateverGoesWrong(Invariants invariants) {
    invariants.always(
        (seen, client) -> {
          if (client.isRunning("http.v1", "http")) {
            try {
              GetResponse answer = client.call("http.v1", "http", "Get", PAGE, GetResponse.class);
              assertThat(answer.getResponse().getStatusCode()).isEqualTo(200);
            } catch (CallFailedException atItsEnd) {
              assertThat(atItsEnd).hasMessageContaining("http.v1.http/Get");
            }
          }
        });
  }
}
