package parigot.kernel;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The guests that may move from node to node, and the times that keep two copies of one from
 * running at once.
 *
 * @param guests how many instances there are of each, by its name
 * @param fenceAfter how long such a guest runs on after the last word of most nodes that it may
 * @param moveAfter how long a node that has given that word gives it to no other
 */
public record Moving(Map<String, Integer> guests, Duration fenceAfter, Duration moveAfter) {
  public Moving {
    guests = Collections.unmodifiableMap(new TreeMap<>(guests));
    if (fenceAfter.isZero() || fenceAfter.isNegative() || moveAfter.compareTo(fenceAfter) <= 0) {
      throw new IllegalArgumentException(
          "fence-after is %s and move-after is %s, expected a positive duration and a longer one."
              .formatted(fenceAfter, moveAfter));
    }
  }
}
