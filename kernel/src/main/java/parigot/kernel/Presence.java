package parigot.kernel;

import java.util.Optional;

/**
 * Which call a guest is working on right now: written on the guest's thread, read by the kernel
 * when a call has failed, for what it tells the operator about it and for nothing else.
 */
final class Presence {
  private volatile Id current = Id.EMPTY;

  void at(Id call) {
    current = call;
  }

  void atNone() {
    if (!current.isEmpty()) {
      current = Id.EMPTY;
    }
  }

  boolean isAt(Id call) {
    return current.equals(call);
  }

  Optional<Id> current() {
    Id now = current;
    return now.isEmpty() ? Optional.empty() : Optional.of(now);
  }
}
