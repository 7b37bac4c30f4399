package parigot.bench;

import java.util.Arrays;

/** Collects numbers and says which of them stands where when they are sorted. */
final class Quantiles {
  private int[] values = new int[1 << 16];
  private int size;

  void clear() {
    size = 0;
  }

  void add(int[] more) {
    if (size + more.length > values.length) {
      values = Arrays.copyOf(values, Math.max(values.length * 2, size + more.length));
    }
    System.arraycopy(more, 0, values, size, more.length);
    size += more.length;
  }

  /** The value below which this part of them lies; 0 when there are none. */
  double at(double part) {
    if (size == 0) {
      return 0;
    }
    int[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return sorted[Math.min(size - 1, (int) (size * part))];
  }
}
