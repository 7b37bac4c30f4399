package parigot.plugin;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Reads a plugin's own block of the configuration and complains, in one sentence that names the
 * place and the key, about what is not as it must be. Ask for every key, then call {@link
 * #rejectOthers}. Used by one thread.
 */
public final class PluginConfig {
  private final String plugin;
  private final Config block;
  private final Set<String> known = new TreeSet<>();

  private PluginConfig(String plugin, Config block) {
    this.plugin = plugin;
    this.block = block;
  }

  /**
   * A reader of one block.
   *
   * @param plugin the plugin's name
   * @param block {@link PluginContext#config}, which has the defaults
   */
  public static PluginConfig of(String plugin, Config block) {
    return new PluginConfig(plugin, block);
  }

  /**
   * A path, if the key is set. A relative one starts beside the file that names it, and one that
   * comes from no file in the current folder; {@code ~/} is the user's home.
   */
  public Optional<Path> path(String key) throws PluginException {
    if (!isSet(key)) {
      return Optional.empty();
    }
    String written = block.getValue(quoted(key)).unwrapped().toString();
    if (block.getValue(quoted(key)).valueType() != ConfigValueType.STRING || written.isBlank()) {
      throw mustBe(key, "a path");
    }
    try {
      Path path =
          written.startsWith("~/")
              ? Path.of(System.getProperty("user.home"), written.substring(2))
              : Path.of(written);
      return Optional.of(folderOf(key).resolve(path).normalize());
    } catch (InvalidPathException e) {
      throw mustBe(key, "a path");
    }
  }

  /**
   * A text that is not blank.
   *
   * @param expected what it must be, for the complaint that it is not, as in "a host's name"
   */
  public String text(String key, String expected) throws PluginException {
    String text = value(key, expected, () -> block.getString(quoted(key)));
    if (text.isBlank()) {
      throw mustBe(key, expected);
    }
    return text;
  }

  /** True or false. */
  public boolean flag(String key) throws PluginException {
    return value(key, "true or false", () -> block.getBoolean(quoted(key)));
  }

  /** A whole number from {@code least} to {@code most}. */
  public int number(String key, int least, int most) throws PluginException {
    String expected = "a whole number from %d to %d".formatted(least, most);
    int number = value(key, expected, () -> block.getInt(quoted(key)));
    if (number < least || number > most) {
      throw mustBe(key, expected);
    }
    return number;
  }

  /** An amount of memory in bytes, one or more. */
  public long bytes(String key) throws PluginException {
    String expected = "a size, as in 64 MiB";
    long bytes = value(key, expected, () -> block.getBytes(quoted(key)));
    if (bytes < 1) {
      throw mustBe(key, expected);
    }
    requireUnit(key, "KiB", "MiB");
    return bytes;
  }

  /** A duration of more than nothing. */
  public Duration duration(String key) throws PluginException {
    String expected = "a duration, as in 30 s";
    Duration duration = value(key, expected, () -> block.getDuration(quoted(key)));
    if (duration.isZero() || duration.isNegative()) {
      throw mustBe(key, expected);
    }
    requireUnit(key, "s", "ms");
    return duration;
  }

  /** Complains about the first key, in alphabetical order, that nobody has asked for. */
  public void rejectOthers() throws PluginException {
    for (String key : new TreeSet<>(block.root().keySet())) {
      if (!known.contains(key)) {
        throw new PluginException(
            "%s: %s is no setting; %s"
                .formatted(
                    place(block.root().get(key).origin()),
                    name(key),
                    NearestName.hint(key, known)));
      }
    }
  }

  /** The complaint about a key that its value cannot be used, in a predicate of your own. */
  public PluginException complaint(String key, String predicate) {
    ConfigValue value = block.root().get(key);
    ConfigOrigin origin = value == null ? block.origin() : value.origin();
    return new PluginException("%s: %s %s.".formatted(place(origin), name(key), predicate));
  }

  /** Whether the value of this key comes from the defaults on the class path. */
  public boolean isDefault(String key) {
    ConfigValue value = block.root().get(key);
    return value != null && value.origin().resource() != null;
  }

  private boolean isSet(String key) {
    known.add(key);
    return block.hasPath(quoted(key));
  }

  private <T> T value(String key, String expected, Supplier<T> getter) throws PluginException {
    if (!isSet(key)) {
      throw complaint(key, "must be %s, and is not set".formatted(expected));
    }
    try {
      return getter.get();
    } catch (ConfigException e) {
      throw mustBe(key, expected);
    }
  }

  private void requireUnit(String key, String first, String second) throws PluginException {
    ConfigValue value = block.root().get(key);
    if (Units.isMissing(value)) {
      throw complaint(key, Units.complaint(value, first, second));
    }
  }

  private PluginException mustBe(String key, String expected) {
    ConfigValue value = block.root().get(key);
    String shown =
        switch (value.valueType()) {
          case OBJECT -> "a block";
          case LIST -> "a list";
          default -> value.unwrapped().toString();
        };
    return complaint(key, "must be %s, and is %s".formatted(expected, shown));
  }

  private Path folderOf(String key) {
    String file = block.getValue(quoted(key)).origin().filename();
    Path current = Path.of("").toAbsolutePath();
    return file == null ? current : current.resolve(file).getParent();
  }

  private String name(String key) {
    return "parigot.plugins.%s.%s".formatted(plugin, key);
  }

  private static String quoted(String key) {
    return ConfigUtil.joinPath(key);
  }

  private static String place(ConfigOrigin origin) {
    if (origin.filename() == null) {
      return origin.description();
    }
    return origin.lineNumber() > 0
        ? origin.filename() + ":" + origin.lineNumber()
        : origin.filename();
  }
}
