package parigot.actors;

import akka.actor.typed.DispatcherSelector;
import java.util.List;
import parigot.runtime.guest.EventPermits;
import parigot.runtime.guest.GuestPlan;
import parigot.runtime.guest.LongEvents;
import parigot.wasm.GuestShape;

/** The dispatchers of the configuration, by what runs on them. */
final class GuestDispatchers {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** The smallest number of carriers that virtual threads should have, whatever the machine. */
  private static final int LEAST_CARRIERS = 8;

  /** Carriers that reactor guests leave alone. */
  private static final int RESERVED_CARRIERS = 2;

  /** Carriers that guests may hold for long before what else there is runs elsewhere. */
  static final int SPARE_CARRIERS = 2;

  /** Reactor guests that may be at work at once even on a single processor. */
  private static final int LEAST_AT_WORK = 2;

  /** The threads of the shared dispatcher: one that guests never hold, for the kernel. */
  static final int SHARED_THREADS = Math.max(LEAST_AT_WORK, PROCESSORS) + 1;

  /** A thread for each loop guest. */
  static final DispatcherSelector LOOP_GUESTS =
      DispatcherSelector.fromConfig("parigot.loop-guest-dispatcher");

  /**
   * What the kernel and the reactor guests of an application run on.
   *
   * @param mostAtWork how many reactor guests may be at work at once when that must be bounded
   * @param alwaysBounded whether it must be also while none of them takes long: what waits for a
   *     carrier cannot be given another thread
   */
  record Shared(DispatcherSelector selector, int mostAtWork, boolean alwaysBounded) {
    EventPermits permits() {
      return new EventPermits(mostAtWork, alwaysBounded, LONG_EVENTS);
    }
  }

  /** One for all applications of this process: they may share their dispatchers. */
  static final LongEvents LONG_EVENTS = new LongEvents();

  private static final Shared POOL =
      new Shared(DispatcherSelector.fromConfig("parigot.dispatcher"), SHARED_THREADS - 1, false);

  private static final Shared VIRTUAL =
      new Shared(
          DispatcherSelector.fromConfig("parigot.virtual-dispatcher"),
          Math.max(LEAST_CARRIERS, PROCESSORS) - RESERVED_CARRIERS,
          true);

  private GuestDispatchers() {}

  /**
   * The kernel and the reactor guests share one: waking another pool's thread costs more than a
   * call. With a loop guest among them, on a virtual thread, that is virtual threads for all.
   */
  static Shared shared(List<GuestPlan> guests) {
    boolean loops = guests.stream().anyMatch(plan -> plan.code().shape() == GuestShape.LOOP);
    return loops && VirtualThreads.available() ? VIRTUAL : POOL;
  }
}
