package parigot.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A map field while its message is built. A map that was handed out does not change: the next
 * change works on a copy.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class MapBuilder<K, V> {
  private Map<K, V> entries;
  private boolean shared = true;

  /** A field without an entry. */
  public MapBuilder() {
    entries = Map.of();
  }

  /** A field that starts with the entries of a built message. */
  public MapBuilder(Map<K, V> built) {
    entries = built;
  }

  /** Adds an entry, or replaces the one with this key. */
  public void put(K key, V value) {
    writable().put(Objects.requireNonNull(key), Objects.requireNonNull(value));
  }

  /** Adds entries, or replaces those with the same keys. */
  public void putAll(Map<? extends K, ? extends V> more) {
    for (Map.Entry<? extends K, ? extends V> entry : more.entrySet()) {
      put(entry.getKey(), entry.getValue());
    }
  }

  /** Takes out the entry with this key, if there is one. */
  public void remove(K key) {
    writable().remove(key);
  }

  /** Takes out all entries. */
  public void clear() {
    entries = Map.of();
    shared = true;
  }

  /** The entries in the order of their coming; the map does not change and cannot be changed. */
  public Map<K, V> build() {
    if (!shared) {
      shared = true;
      entries = Collections.unmodifiableMap(entries);
    }
    return entries;
  }

  private Map<K, V> writable() {
    if (shared) {
      entries = new LinkedHashMap<>(entries);
      shared = false;
    }
    return entries;
  }
}
