package queueexample;

import static parigot.simulation.Fault.CRASH;
import static parigot.simulation.Fault.HANG;
import static parigot.simulation.Fault.LATE;
import static parigot.simulation.Fault.LOST;
import static parigot.simulation.Fault.PLUGIN_TIMEOUT;

import parigot.testkit.Simulate;

/**
 * Runs the modules in one thread, in every order that a seed comes to, with all that goes wrong.
 */
class SimulationTest {
  @Simulate(
      conf = "application.conf",
      config = "parigot.guest-defaults.engine = jvm, parigot.guests.boss.args = [3]",
      seeds = 20,
      faults = {LATE, LOST, CRASH, HANG, PLUGIN_TIMEOUT})
  void callsEndWhateverGoesWrong() {}
}
