package parigot.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A repeated field while its message is built. A list that was handed out does not change: the next
 * change works on a copy.
 *
 * @param <T> the type of the values
 */
public final class ListBuilder<T> {
  private List<T> values;
  private boolean shared = true;

  /** A field without a value. */
  public ListBuilder() {
    values = List.of();
  }

  /** A field that starts with the values of a built message. */
  public ListBuilder(List<T> built) {
    values = built;
  }

  /** Appends a value. */
  public void add(T value) {
    writable().add(Objects.requireNonNull(value));
  }

  /** Appends values. */
  public void addAll(Iterable<? extends T> more) {
    for (T value : more) {
      add(value);
    }
  }

  /** Replaces a value. */
  public void set(int index, T value) {
    writable().set(index, Objects.requireNonNull(value));
  }

  /** Takes out all values. */
  public void clear() {
    values = List.of();
    shared = true;
  }

  /** The values as they stand; the list does not change and cannot be changed. */
  public List<T> build() {
    if (!shared) {
      shared = true;
      values = Collections.unmodifiableList(values);
    }
    return values;
  }

  private List<T> writable() {
    if (shared) {
      values = new ArrayList<>(values);
      shared = false;
    }
    return values;
  }
}
