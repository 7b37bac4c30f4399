package parigot.kernel.rules;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Until when guests have time for one thing that takes as long for each: the soonest first. */
final class Deadlines {
  private final Map<Guest, Long> ends = new LinkedHashMap<>();

  void put(Guest guest, long end) {
    ends.put(guest, end);
  }

  void putIfAbsent(Guest guest, long end) {
    ends.putIfAbsent(guest, end);
  }

  /** Whether there was one of this guest. */
  boolean remove(Guest guest) {
    return ends.remove(guest) != null;
  }

  /** Takes out the next one whose time is over. */
  Optional<Guest> takeOver(long now) {
    if (ends.isEmpty()) {
      return Optional.empty();
    }
    Map.Entry<Guest, Long> next = ends.entrySet().iterator().next();
    if (next.getValue() > now) {
      return Optional.empty();
    }
    ends.remove(next.getKey());
    return Optional.of(next.getKey());
  }

  OptionalLong next() {
    return ends.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ends.values().iterator().next());
  }

  boolean isEmpty() {
    return ends.isEmpty();
  }
}
