package parigot.simulation;

import java.util.Optional;
import parigot.kernel.Ending;
import parigot.kernel.Event;
import parigot.runtime.guest.Reactor;

/**
 * What runs a guest, from one event to the next. Each method returns when the guest waits again.
 */
interface GuestBody {

  /**
   * Runs its start.
   *
   * @return how it has ended; empty when it lives on
   */
  Optional<Ending> start();

  /**
   * Has it work on this event.
   *
   * @return how it has ended; empty when it lives on
   */
  Optional<Ending> take(Event event);

  /** Ends it, while it waits. */
  void close();

  /** A guest that is entered once an event. */
  static GuestBody of(Reactor reactor) {
    return new GuestBody() {
      @Override
      public Optional<Ending> start() {
        reactor.toStart();
        return reactor.work();
      }

      @Override
      public Optional<Ending> take(Event event) {
        reactor.put(event);
        return reactor.work();
      }

      @Override
      public void close() {
        // Between two events it is memory and nothing else.
      }
    };
  }
}
