package parigot.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads one block of the configuration and words what is wrong with it: the place, the key, what is
 * expected and what is there. A key counts as known once it has been asked for, so the code that
 * reads the settings is also the list of them; {@link #rejectUnknown} comes last. Used by one
 * thread.
 *
 * @param <E> what is thrown
 */
public class BlockReader<E extends Exception> {
  private final String path;
  private final ConfigObject block;
  private final ConfigOrigin origin;
  private final Function<String, E> complaint;
  private final TreeSet<String> known = new TreeSet<>();

  /**
   * A reader of one block.
   *
   * @param path where it stands, as in {@code parigot.link}; empty for the whole configuration
   * @param origin where that is written, for the complaint that something is missing in it
   * @param complaint makes an exception of a sentence
   */
  public BlockReader(
      String path, ConfigObject block, ConfigOrigin origin, Function<String, E> complaint) {
    this.path = path;
    this.block = block;
    this.origin = origin;
    this.complaint = complaint;
  }

  /** Says that a key is known without reading it. */
  public final void know(String key) {
    known.add(key);
  }

  /** Whether the key has a value, which is not null. It is known now. */
  public final boolean isSet(String key) {
    known.add(key);
    ConfigValue value = block.get(key);
    return value != null && value.valueType() != ConfigValueType.NULL;
  }

  /** The value as it stands, which knows the file that it comes from. */
  public final ConfigValue value(String key, String expected) throws E {
    if (isSet(key)) {
      return block.get(key);
    }
    if (block.containsKey(key)) {
      throw mustBe(key, expected);
    }
    throw complaint.apply(
        "%s: %s is missing; it must be %s.".formatted(place(origin), pathOf(key), expected));
  }

  /**
   * Reads the value with typesafe-config.
   *
   * @param getter of the block and the key as a path in it
   */
  public final <T> T read(String key, String expected, Getter<T> getter) throws E {
    value(key, expected);
    try {
      return getter.get(block.toConfig(), ConfigUtil.joinPath(key));
    } catch (ConfigException wrong) {
      throw mustBe(key, expected, wrong);
    }
  }

  /** One of the methods of {@link Config} that get a value of some type. */
  @FunctionalInterface
  public interface Getter<T> {
    T get(Config config, String path);
  }

  /**
   * A text.
   *
   * @param expected what it must be, for the complaint that it is none, as in "a host's name"
   */
  public final String text(String key, String expected) throws E {
    return read(key, expected, Config::getString);
  }

  /** True or false. */
  public final boolean flag(String key) throws E {
    return read(key, "true or false", Config::getBoolean);
  }

  /** A number that has no fraction, from {@code least} to {@code most}. */
  public final long wholeNumber(String key, long least, long most, String expected) throws E {
    Number number = read(key, expected, Config::getNumber);
    boolean whole = number instanceof Integer || number instanceof Long;
    if (!whole || number.longValue() < least || number.longValue() > most) {
      throw mustBe(key, expected);
    }
    return number.longValue();
  }

  /** The same, as an {@code int}. */
  public final int count(String key, int least, int most) throws E {
    return (int)
        wholeNumber(key, least, most, "a whole number from %d to %d".formatted(least, most));
  }

  /** A size with its unit, in bytes. */
  public final long bytes(String key, long least, long most, String expected) throws E {
    long result = read(key, expected, Config::getBytes);
    if (result < 0) {
      throw mustBe(key, expected);
    }
    requireUnit(key, "KiB", "MiB");
    if (result < least || result > most) {
      throw mustBe(key, expected);
    }
    return result;
  }

  /** A duration with its unit. */
  public final Duration duration(String key, Duration least, Duration most, String expected)
      throws E {
    Duration result = read(key, expected, Config::getDuration);
    if (result.compareTo(least) < 0) {
      throw mustBe(key, expected);
    }
    requireUnit(key, "s", "ms");
    if (result.compareTo(most) > 0) {
      throw mustBe(key, expected);
    }
    return result;
  }

  /**
   * The path that a value of this key gives, whether or not something is there. A relative one
   * starts beside the file that it is written in, and in the current folder where that is none;
   * {@code ~/} is the user's home.
   */
  public final Path path(String key, ConfigOrigin origin, String written) throws E {
    if (written.isBlank() || written.indexOf('\0') >= 0) {
      throw mustBe(key, "a path");
    }
    try {
      Path folder =
          origin.filename() == null
              ? Path.of("").toAbsolutePath()
              : Path.of(origin.filename()).toAbsolutePath().getParent();
      return folder.resolve(expandHome(written)).normalize();
    } catch (InvalidPathException notOnThisSystem) {
      throw mustBe(key, "a path", notOnThisSystem);
    }
  }

  /** The same with the user's home in place of {@code ~}. */
  public static String expandHome(String written) {
    return written.equals("~") || written.startsWith("~/")
        ? System.getProperty("user.home") + written.substring(1)
        : written;
  }

  private void requireUnit(String key, String first, String second) throws E {
    if (Units.isMissing(block.get(key))) {
      throw complaint(key, Units.complaint(block.get(key), first, second) + ".");
    }
  }

  /** Complains about the first key, in alphabetical order, that nobody asked for. */
  public final void rejectUnknown() throws E {
    for (String key : new TreeSet<>(block.keySet())) {
      if (!known.contains(key)) {
        throw complaint.apply(
            "%s: %s is no setting; %s"
                .formatted(
                    place(block.get(key).origin()), pathOf(key), NearestName.hint(key, known)));
      }
    }
  }

  /** The complaint that a value is not what it must be. */
  public final E mustBe(String key, String expected) {
    return mustBe(key, expected, null);
  }

  /** The same, and why that was found. */
  public final E mustBe(String key, String expected, RuntimeException cause) {
    ConfigValue value = block.get(key);
    E wrong =
        complaint.apply(
            "%s: %s must be %s, and is %s."
                .formatted(place(value.origin()), pathOf(key), expected, shown(value)));
    if (cause != null) {
      wrong.initCause(cause);
    }
    return wrong;
  }

  /** A complaint in other words, which begins with the place, if it is not ours, and the key. */
  public final E complaint(String key, String predicate) {
    ConfigOrigin where = block.containsKey(key) ? block.get(key).origin() : origin;
    String place = isDefault(where) ? "" : place(where) + ": ";
    return complaint.apply("%s%s %s".formatted(place, pathOf(key), predicate));
  }

  /** The full name of a key, quoted where it must be. */
  public final String pathOf(String key) {
    String last = key.matches("[A-Za-z0-9_-]+") ? key : ConfigUtil.quoteString(key);
    return path.isEmpty() ? last : path + "." + last;
  }

  /** Whether a value is one of our defaults. */
  public static boolean isDefault(ConfigOrigin origin) {
    return origin.resource() != null && origin.resource().endsWith("reference.conf");
  }

  /** The file and line that a value comes from, or what else it comes from. */
  public static String place(ConfigOrigin origin) {
    if (origin.filename() == null) {
      return origin.description();
    }
    return origin.lineNumber() > 0
        ? origin.filename() + ":" + origin.lineNumber()
        : origin.filename();
  }

  private static String shown(ConfigValue value) {
    return switch (value.valueType()) {
      case OBJECT -> "a block";
      case LIST -> "the list " + value.render(ConfigRenderOptions.concise());
      default -> value.render(ConfigRenderOptions.concise());
    };
  }
}
