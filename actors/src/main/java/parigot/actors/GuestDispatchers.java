package parigot.actors;

import akka.actor.typed.DispatcherSelector;

/** The dispatchers of the configuration, by what runs on them. */
final class GuestDispatchers {
  /** The kernel and the reactor guests together: waking another pool's thread costs more. */
  static final DispatcherSelector SHARED = DispatcherSelector.fromConfig("parigot.dispatcher");

  /** A thread for each loop guest. */
  static final DispatcherSelector LOOP_GUESTS =
      DispatcherSelector.fromConfig("parigot.loop-guest-dispatcher");

  private GuestDispatchers() {}
}
