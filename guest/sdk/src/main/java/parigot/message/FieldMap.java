package parigot.message;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The entries of a map field, in the order of their coming. Like {@link FieldList}, it grows in
 * place until it is handed out.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class FieldMap<K, V> extends AbstractMap<K, V> {
  private static final FieldMap<?, ?> EMPTY = new FieldMap<>(Map.of()).build();

  private final Map<K, V> entries;
  private boolean built;

  private FieldMap(Map<K, V> entries) {
    this.entries = entries;
  }

  /** No entries. */
  @SuppressWarnings("unchecked")
  public static <K, V> FieldMap<K, V> empty() {
    return (FieldMap<K, V>) EMPTY;
  }

  /** The map with this entry, which takes the place of one with the same key. */
  public FieldMap<K, V> with(K key, V value) {
    FieldMap<K, V> map = growing();
    map.entries.put(Objects.requireNonNull(key), Objects.requireNonNull(value));
    return map;
  }

  /** The map with more entries. */
  public FieldMap<K, V> withAll(Map<K, V> more) {
    FieldMap<K, V> map = this;
    for (Map.Entry<K, V> entry : more.entrySet()) {
      map = map.with(entry.getKey(), entry.getValue());
    }
    return map;
  }

  /** The map without the entry of this key. */
  public FieldMap<K, V> without(K key) {
    FieldMap<K, V> map = growing();
    map.entries.remove(key);
    return map;
  }

  /**
   * The value of a key.
   *
   * @throws IllegalArgumentException when there is no such key
   */
  public V getOrThrow(K key) {
    V value = entries.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no entry with the key " + key);
    }
    return value;
  }

  /** This map, from now on unchangeable. */
  public FieldMap<K, V> build() {
    built = true;
    return this;
  }

  private FieldMap<K, V> growing() {
    return built ? new FieldMap<>(new LinkedHashMap<>(entries)) : this;
  }

  @Override
  public V get(Object key) {
    return entries.get(key);
  }

  @Override
  public boolean containsKey(Object key) {
    return entries.containsKey(key);
  }

  @Override
  public int size() {
    return entries.size();
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return Collections.unmodifiableMap(entries).entrySet();
  }
}
