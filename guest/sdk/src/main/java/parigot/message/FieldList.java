package parigot.message;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;

/**
 * The values of a repeated field. While its message is built it grows in place; once it was handed
 * out it does not change any more, and what is added makes another list. So an empty field costs
 * nothing, and a message and its builder share what they have in common.
 *
 * @param <T> the type of the values
 */
public final class FieldList<T> extends AbstractList<T> {
  private static final FieldList<?> EMPTY = new FieldList<>(new Object[0], 0).build();

  private Object[] values;
  private int size;
  private boolean built;

  private FieldList(Object[] values, int size) {
    this.values = values;
    this.size = size;
  }

  /** No values. */
  @SuppressWarnings("unchecked")
  public static <T> FieldList<T> empty() {
    return (FieldList<T>) EMPTY;
  }

  /** The list with one more value at its end. */
  public FieldList<T> with(T value) {
    Objects.requireNonNull(value);
    FieldList<T> list = growing(size + 1);
    list.values[list.size++] = value;
    return list;
  }

  /** The list with more values at its end. */
  public FieldList<T> withAll(Iterable<T> more) {
    FieldList<T> list = this;
    for (T value : more) {
      list = list.with(value);
    }
    return list;
  }

  /** The list with another value in one place. */
  public FieldList<T> with(int index, T value) {
    Objects.requireNonNull(value);
    Objects.checkIndex(index, size);
    FieldList<T> list = growing(size);
    list.values[index] = value;
    return list;
  }

  /** The list without the value in one place. */
  public FieldList<T> without(int index) {
    Objects.checkIndex(index, size);
    FieldList<T> list = growing(size);
    System.arraycopy(list.values, index + 1, list.values, index, list.size - index - 1);
    list.values[--list.size] = null;
    return list;
  }

  /** This list, from now on unchangeable. */
  public FieldList<T> build() {
    built = true;
    return this;
  }

  private FieldList<T> growing(int needed) {
    if (built) {
      return new FieldList<>(Arrays.copyOf(values, Math.max(needed, 4)), size);
    }
    if (needed > values.length) {
      values = Arrays.copyOf(values, 2 * needed);
    }
    return this;
  }

  @Override
  @SuppressWarnings("unchecked")
  public T get(int index) {
    Objects.checkIndex(index, size);
    return (T) values[index];
  }

  @Override
  public int size() {
    return size;
  }
}
