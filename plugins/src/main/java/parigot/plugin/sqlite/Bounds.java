package parigot.plugin.sqlite;

import java.util.Optional;
import parigot.plugin.StoreLock;

/**
 * How large a database may become.
 *
 * @param largest bytes; what frees some may take a little more
 * @param key the setting that says so
 * @param others why nothing may be added for other reasons, if there is one
 * @param spare space on the disk that is let go when it is full
 */
public record Bounds(long largest, String key, Others others, Optional<StoreLock> spare) {

  /** Looks beyond the one database. */
  @FunctionalInterface
  public interface Others {
    Optional<String> refusal();
  }

  /** Bounds of a database that is the only one, and in memory. */
  public static Bounds of(long largest, String key) {
    return new Bounds(largest, key, Optional::empty, Optional.empty());
  }

  /** Why nothing may be added to a database that uses so many bytes. */
  Optional<String> refusal(long used) {
    return used >= largest
        ? Optional.of("it has all the bytes that %s allows, %d".formatted(key, largest))
        : others.refusal();
  }
}
