package parigot.kernel.rules;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import parigot.kernel.Effect;
import parigot.kernel.Event;
import parigot.kernel.Id;

/**
 * The end of the application: which guest is told to end when, and for how long the kernel waits
 * until it ends those that have not obeyed.
 */
final class Shutdown {
  private final int code;
  private final long deadline;
  private final boolean dependantsFirst;

  /** Whether who requires something on another node is going to end too. */
  private final boolean everywhere;

  /** For each guest that lives, how many of its exports are still required by somebody. */
  private final Map<Guest, Integer> stillRequired = new HashMap<>();

  private final Set<Guest> stopping = new HashSet<>();
  private boolean deadlineHasPassed;

  private Shutdown(int code, long deadline, boolean dependantsFirst, boolean everywhere) {
    this.code = code;
    this.deadline = deadline;
    this.dependantsFirst = dependantsFirst;
    this.everywhere = everywhere;
  }

  /** Stops the guests, each after all those that depend on it. */
  static Shutdown dependantsFirst(
      int code, long deadline, Collection<Guest> guests, boolean everywhere, List<Effect> out) {
    Shutdown shutdown = new Shutdown(code, deadline, true, everywhere);
    for (Guest guest : guests) {
      shutdown.stillRequired.put(guest, shutdown.exportsRequired(guest));
    }
    for (Guest guest : guests) {
      if (shutdown.stillRequired.get(guest) == 0) {
        shutdown.stop(guest, out);
      }
    }
    shutdown.breakRing(guests, out);
    return shutdown;
  }

  /** Asks all the guests at once to end by themselves. */
  static Shutdown byExit(int code, long deadline, Collection<Guest> guests, List<Effect> out) {
    Shutdown shutdown = new Shutdown(code, deadline, false, true);
    for (Guest guest : guests) {
      guest.ending();
      if (guest.askedCode().isEmpty()) {
        guest.asksToExit(code);
      }
      Id service = guest.services().stream().map(Service::id).findFirst().orElse(Id.EXIT_SERVICE);
      guest.deliver(new Event.Exit(service, code), out);
    }
    return shutdown;
  }

  /** The code that the application ends with. */
  int code() {
    return code;
  }

  /** When the guests that are left will be ended. */
  OptionalLong nextDeadline() {
    return deadlineHasPassed ? OptionalLong.empty() : OptionalLong.of(deadline);
  }

  /** Ends the guests that are left, when their time is over. */
  void expire(long now, Collection<Guest> guests, String why, List<Effect> out) {
    if (!deadlineHasPassed && deadline <= now) {
      deadlineHasPassed = true;
      for (Guest guest : guests) {
        guest.ending();
        guest.kill(why, out);
      }
    }
  }

  /** A guest has ended, and these names are required by nobody any more. */
  void ended(Guest guest, List<Name> released, Collection<Guest> left, List<Effect> out) {
    if (!dependantsFirst || deadlineHasPassed) {
      return;
    }
    stopping.remove(guest);
    stillRequired.remove(guest);
    released(released, left, out);
  }

  /** These names are required by nobody any more. */
  void released(List<Name> released, Collection<Guest> left, List<Effect> out) {
    if (!dependantsFirst || deadlineHasPassed) {
      return;
    }
    for (Name name : released) {
      for (Service exporter : name.exporters) {
        if (!exporter.isRemote()) {
          isRequiredLess(exporter.guestHere(), out);
        }
      }
    }
    breakRing(left, out);
  }

  private void isRequiredLess(Guest exporter, List<Effect> out) {
    Integer more = stillRequired.computeIfPresent(exporter, (guest, n) -> n - 1);
    if (more != null && more == 0) {
      stop(exporter, out);
    }
  }

  /** When those that are left all depend on each other, no order is better than another. */
  private void breakRing(Collection<Guest> guests, List<Effect> out) {
    if (stopping.isEmpty() && guests.stream().noneMatch(this::isRequiredElsewhere)) {
      guests.forEach(guest -> stop(guest, out));
    }
  }

  private void stop(Guest guest, List<Effect> out) {
    if (stopping.add(guest)) {
      guest.stop(out);
    }
  }

  /** Whether it is stopped once those on other nodes have ended that require it. */
  private boolean isRequiredElsewhere(Guest guest) {
    return everywhere
        && guest.services().stream()
            .flatMap(service -> service.launch().exports().stream())
            .anyMatch(name -> name.requirers > name.requirersHere);
  }

  private int exportsRequired(Guest guest) {
    int required = 0;
    for (Service service : guest.services()) {
      for (Name name : service.launch().exports()) {
        required += (everywhere ? name.requirers : name.requirersHere) > 0 ? 1 : 0;
      }
    }
    return required;
  }
}
