package parigot.kernel.guest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The running services that export one name: changed by the kernel alone, in a time that does not
 * depend on how many there are, and read by any thread without a wait.
 */
final class Providers {
  /** In no order; those that are there stand in front, and {@code null} behind them. */
  private volatile AtomicReferenceArray<Directory.Entry> entries = new AtomicReferenceArray<>(1);

  private volatile int size;

  /** Where each stands. The kernel's. */
  private final Map<Directory.Entry, Integer> places = new HashMap<>(2);

  /** One of them. Each turn gives the next, as long as none comes or goes. Any thread. */
  Optional<Directory.Entry> at(int turn) {
    for (int now = size; now > 0; now = size) {
      // One that has gone meanwhile has left nothing here, or the one that took its place.
      Directory.Entry entry = entries.get(Math.floorMod(turn, now));
      if (entry != null) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  void add(Directory.Entry entry) {
    int end = size;
    if (end == entries.length()) {
      grow();
    }
    entries.set(end, entry);
    places.put(entry, end);
    size = end + 1;
  }

  private void grow() {
    AtomicReferenceArray<Directory.Entry> more = new AtomicReferenceArray<>(2 * entries.length());
    for (int i = 0; i < entries.length(); i++) {
      more.set(i, entries.get(i));
    }
    entries = more;
  }

  void remove(Directory.Entry entry) {
    Integer known = places.remove(entry);
    if (known == null) {
      return;
    }
    int place = known;
    int last = size - 1;
    if (place != last) {
      Directory.Entry moved = entries.get(last);
      entries.set(place, moved);
      places.put(moved, place);
    }
    size = last;
    entries.set(last, null);
  }

  boolean isEmpty() {
    return size == 0;
  }
}
