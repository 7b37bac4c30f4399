package parigot.maven;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Methods of collections, compiled into guests in place of TeaVM's, and what Java checks first. */
final class CollectionsAsJava {
  private CollectionsAsJava() {}

  /** What Java checks first. */
  static final class GuardsOfMap {
    private GuardsOfMap() {}

    static void of(Object key, Object value) {
      Objects.requireNonNull(key);
      Objects.requireNonNull(value);
    }

    static void of(Object key, Object value, Object otherKey, Object otherValue) {
      of(key, value);
      of(otherKey, otherValue);
      if (key.equals(otherKey)) {
        throw new IllegalArgumentException("duplicate key: ".concat(otherKey.toString()));
      }
    }
  }

  /** In place of {@code Math.abs}, of which the smallest hash code stays negative. */
  static int magnitude(int hash) {
    return hash & Integer.MAX_VALUE;
  }

  /** No stream here has more, and a longer bound would be cut to its lower half. */
  static int bounded(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  static final class OfCollections {
    private OfCollections() {}

    @SafeVarargs
    public static <T> boolean addAll(Collection<? super T> collection, T... elements) {
      boolean isChanged = false;
      for (T each : elements) {
        isChanged |= collection.add(each);
      }
      return isChanged;
    }

    public static void rotate(List<?> list, int distance) {
      rotateAll(list, distance);
    }

    private static <T> void rotateAll(List<T> list, int distance) {
      List<T> before = new ArrayList<>(list);
      int size = before.size();
      int first = size == 0 ? 0 : Math.floorMod(distance, size);
      for (int i = 0; first > 0 && i < size; i++) {
        list.set((first + i) % size, before.get(i));
      }
    }

    public static int indexOfSubList(List<?> list, List<?> part) {
      int last = list.size() - part.size();
      for (int at = 0; at <= last; at++) {
        if (list.subList(at, at + part.size()).equals(part)) {
          return at;
        }
      }
      return -1;
    }

    public static int lastIndexOfSubList(List<?> list, List<?> part) {
      for (int at = list.size() - part.size(); at >= 0; at--) {
        if (list.subList(at, at + part.size()).equals(part)) {
          return at;
        }
      }
      return -1;
    }

    public static <T> Comparator<T> reverseOrder(Comparator<T> order) {
      return order == null ? Collections.reverseOrder() : order.reversed();
    }
  }

  static final class OfObjects {
    private OfObjects() {}

    public static <T> int compare(T one, T other, Comparator<? super T> order) {
      return one == other ? 0 : order.compare(one, other);
    }
  }
}
